package main

// An answer gives its fields as the harness compares them with what the server sent.
type answer interface {
	fields() map[string]string
}

// GET /wallets/{walletId}/balance.
type balance struct {
	WalletID                     string `json:"walletId"`
	Asset                        string `json:"asset"`
	Chain                        string `json:"chain"`
	Balance                      string `json:"balance"`
	EstimatedBalance             string `json:"estimatedBalance"`
	EstimatedBalanceCurrencyCode string `json:"estimatedBalanceCurrencyCode"`
}

func (b *balance) fields() map[string]string {
	return map[string]string{
		"walletId":                     b.WalletID,
		"asset":                        b.Asset,
		"chain":                        b.Chain,
		"balance":                      b.Balance,
		"estimatedBalance":             b.EstimatedBalance,
		"estimatedBalanceCurrencyCode": b.EstimatedBalanceCurrencyCode,
	}
}

type fees struct {
	Developer string `json:"developer"`
	Gas       string `json:"gas"`
	OMS       string `json:"oms"`
	Total     string `json:"total"`
}

// POST /quotes.
type quote struct {
	ID         string `json:"id"`
	CustomerID string `json:"customerId"`
	Type       string `json:"type"`
	Status     string `json:"status"`
	Source     struct {
		WalletID     string `json:"walletId"`
		Asset        string `json:"asset"`
		Network      string `json:"network"`
		AmountGross  string `json:"amountGross"`
		AmountNet    string `json:"amountNet"`
		FeesDeducted fees   `json:"feesDeducted"`
	} `json:"source"`
	Destination struct {
		Asset        string `json:"asset"`
		Network      string `json:"network"`
		AmountGross  string `json:"amountGross"`
		AmountNet    string `json:"amountNet"`
		FeesDeducted fees   `json:"feesDeducted"`
		Wallet       struct {
			BlockchainAddress string `json:"blockchainAddress"`
		} `json:"wallet"`
	} `json:"destination"`
	FixedAmountSide string `json:"fixedAmountSide"`
	Rates           struct {
		ExchangeRate  string `json:"exchangeRate"`
		EffectiveRate string `json:"effectiveRate"`
		Pair          string `json:"pair"`
	} `json:"rates"`
	SponsorGas     bool   `json:"sponsorGas"`
	SponsorGasCost string `json:"sponsorGasCost"`
	CreatedAt      string `json:"createdAt"`
	ExpiresAt      string `json:"expiresAt"`
}

func (q *quote) fields() map[string]string {
	return map[string]string{
		"id":                     q.ID,
		"status":                 q.Status,
		"sourceAmountGross":      q.Source.AmountGross,
		"sourceAmountNet":        q.Source.AmountNet,
		"sourceFees":             q.Source.FeesDeducted.Total,
		"destinationAmountGross": q.Destination.AmountGross,
		"destinationAmountNet":   q.Destination.AmountNet,
		"destinationFees":        q.Destination.FeesDeducted.Total,
		"expiresAt":              q.ExpiresAt,
	}
}

type orderSource struct {
	WalletID string `json:"walletId"`
	Asset    string `json:"asset"`
	Network  string `json:"network"`
	Amount   string `json:"amount"`
}

type orderWallet struct {
	BlockchainAddress string `json:"blockchainAddress"`
}

type orderDestination struct {
	Asset   string      `json:"asset"`
	Network string      `json:"network"`
	Wallet  orderWallet `json:"wallet"`
}

type order struct {
	CustomerID  string           `json:"customerId"`
	Source      orderSource      `json:"source"`
	Destination orderDestination `json:"destination"`
}

func newOrder() *order {
	return &order{
		CustomerID: "cst_01H9Xa8F5dN6mP3q",
		Source:     orderSource{WalletID: walletID, Asset: "usdc", Network: "polygon", Amount: "100.00"},
		Destination: orderDestination{
			Asset:   "usdc",
			Network: "polygon",
			Wallet:  orderWallet{BlockchainAddress: "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a"},
		},
	}
}
