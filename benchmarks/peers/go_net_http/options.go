package main

import (
	"errors"
	"flag"
	"strings"
)

type options struct {
	url, ca, operation string
	connections        int
	calls, warmup      int64
}

func readOptions() options {
	var o options
	flag.StringVar(&o.url, "url", "", "base URL with the version path")
	flag.StringVar(&o.ca, "ca", "", "certificate to trust, PEM")
	flag.StringVar(&o.operation, "op", "get", "get or post")
	flag.IntVar(&o.connections, "connections", 64, "connections, and calls in flight")
	flag.Int64Var(&o.calls, "calls", 100000, "counted calls")
	flag.Int64Var(&o.warmup, "warmup", 10000, "calls before these")
	flag.Parse()
	o.url = strings.TrimSuffix(o.url, "/")
	if o.url == "" || o.connections < 1 || (o.operation != "get" && o.operation != "post") {
		fail(errors.New("--url URL --ca FILE --op get|post --connections N --calls N --warmup N"))
	}
	return o
}
