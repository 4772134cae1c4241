package main

import (
	"encoding/json"
	"fmt"
	"syscall"
	"time"
)

// A measurement is of wall time, and of CPU time of the whole process.
type measurement struct {
	began        time.Time
	user, system float64
}

func begin() measurement {
	user, system := cpuSeconds()
	return measurement{time.Now(), user, system}
}

// report prints the one line of JSON that the harness reads.
func (m measurement) report(program string, calls int64, last map[string]string) {
	wall := time.Since(m.began).Seconds()
	user, system := cpuSeconds()
	line, err := json.Marshal(map[string]any{
		"program":  program,
		"calls":    calls,
		"wall_s":   wall,
		"user_s":   user - m.user,
		"system_s": system - m.system,
		"last":     last,
	})
	if err != nil {
		fail(err)
	}
	fmt.Println(string(line))
}

func cpuSeconds() (user, system float64) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)*1e-6 }
	return seconds(usage.Utime), seconds(usage.Stime)
}
