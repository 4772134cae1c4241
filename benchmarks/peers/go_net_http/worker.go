package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

const (
	userAgent     = "oms-cpp/0.1.0"
	authorization = "Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl"
	walletID      = "wlt_01H9Xb3K7nM2pQ4r"
)

// A worker has one call in flight at a time and reuses its buffers.
type worker struct {
	client *http.Client
	url    string
	sent   bytes.Buffer
	read   bytes.Buffer
}

// exchange decodes the answer into result.
func (w *worker) exchange(request *http.Request, expected int, result any) error {
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Authorization", authorization)
	answer, err := w.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	w.read.Reset()
	if _, err := w.read.ReadFrom(answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != expected {
		return fmt.Errorf("answered %d", answer.StatusCode)
	}
	return json.Unmarshal(w.read.Bytes(), result)
}

func (w *worker) getBalance() (answer, error) {
	request, err := http.NewRequest(http.MethodGet, w.url+"/wallets/"+walletID+"/balance", nil)
	if err != nil {
		return nil, err
	}
	result := new(balance)
	if err := w.exchange(request, http.StatusOK, result); err != nil {
		return nil, err
	}
	if result.Balance == "" {
		return nil, errors.New("no balance")
	}
	return result, nil
}

func (w *worker) createQuote() (answer, error) {
	w.sent.Reset()
	if err := json.NewEncoder(&w.sent).Encode(newOrder()); err != nil {
		return nil, err
	}
	body := bytes.NewReader(bytes.TrimSuffix(w.sent.Bytes(), []byte{'\n'}))
	request, err := http.NewRequest(http.MethodPost, w.url+"/quotes", body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Idempotency-Key", newKey())
	result := new(quote)
	if err := w.exchange(request, http.StatusCreated, result); err != nil {
		return nil, err
	}
	if result.ID == "" {
		return nil, errors.New("no id")
	}
	return result, nil
}
