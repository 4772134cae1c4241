// go_net_http makes calls with net/http: one Transport, one goroutine a connection.
package main

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

// makeCalls makes so many calls in all, with one goroutine a connection, and gives an answer of the last round.
func makeCalls(client *http.Client, o options, calls int64) answer {
	var begun atomic.Int64
	var running sync.WaitGroup
	answers := make(chan answer, o.connections)
	for i := 0; i < o.connections; i++ {
		running.Add(1)
		go func() {
			defer running.Done()
			w := worker{client: client, url: o.url}
			call := w.getBalance
			if o.operation == "post" {
				call = w.createQuote
			}
			var last answer
			for begun.Add(1) <= calls {
				var err error
				if last, err = call(); err != nil {
					fail(err)
				}
			}
			if last != nil {
				answers <- last
			}
		}()
	}
	running.Wait()
	close(answers)
	return <-answers
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "go_net_http:", err)
	os.Exit(1)
}

func main() {
	runtime.GOMAXPROCS(1) // the harness gives this program one core
	o := readOptions()
	client, err := newClient(o)
	if err != nil {
		fail(err)
	}
	makeCalls(client, o, o.warmup)
	m := begin()
	last := makeCalls(client, o, o.calls)
	m.report("go_net_http", o.calls, last.fields())
}
