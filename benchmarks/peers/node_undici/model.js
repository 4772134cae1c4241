export const walletId = 'wlt_01H9Xb3K7nM2pQ4r';

// GET /wallets/{walletId}/balance.
export class Balance {
  constructor({ walletId, asset, chain, balance, estimatedBalance, estimatedBalanceCurrencyCode }) {
    if (!balance) throw new Error('no balance');
    this.walletId = walletId;
    this.asset = asset;
    this.chain = chain;
    this.balance = balance;
    this.estimatedBalance = estimatedBalance;
    this.estimatedBalanceCurrencyCode = estimatedBalanceCurrencyCode;
  }

  // As the harness compares it with what the server sent.
  fields() {
    return { ...this };
  }
}

class Fees {
  constructor({ developer, gas, oms, total }) {
    this.developer = developer;
    this.gas = gas;
    this.oms = oms;
    this.total = total;
  }
}

class Source {
  constructor({ walletId, asset, network, amountGross, amountNet, feesDeducted }) {
    this.walletId = walletId;
    this.asset = asset;
    this.network = network;
    this.amountGross = amountGross;
    this.amountNet = amountNet;
    this.feesDeducted = new Fees(feesDeducted);
  }
}

class Destination {
  constructor({ asset, network, amountGross, amountNet, feesDeducted, wallet }) {
    this.asset = asset;
    this.network = network;
    this.amountGross = amountGross;
    this.amountNet = amountNet;
    this.feesDeducted = new Fees(feesDeducted);
    this.blockchainAddress = wallet?.blockchainAddress;
  }
}

class Rates {
  constructor({ exchangeRate, effectiveRate, pair }) {
    this.exchangeRate = exchangeRate;
    this.effectiveRate = effectiveRate;
    this.pair = pair;
  }
}

// POST /quotes.
export class Quote {
  constructor(json) {
    if (!json.id) throw new Error('no id');
    this.id = json.id;
    this.customerId = json.customerId;
    this.type = json.type;
    this.status = json.status;
    this.source = new Source(json.source);
    this.destination = new Destination(json.destination);
    this.fixedAmountSide = json.fixedAmountSide;
    this.rates = new Rates(json.rates);
    this.sponsorGas = json.sponsorGas;
    this.sponsorGasCost = json.sponsorGasCost;
    this.createdAt = json.createdAt;
    this.expiresAt = json.expiresAt;
  }

  fields() {
    return {
      id: this.id,
      status: this.status,
      sourceAmountGross: this.source.amountGross,
      sourceAmountNet: this.source.amountNet,
      sourceFees: this.source.feesDeducted.total,
      destinationAmountGross: this.destination.amountGross,
      destinationAmountNet: this.destination.amountNet,
      destinationFees: this.destination.feesDeducted.total,
      expiresAt: this.expiresAt,
    };
  }
}

export function newOrder() {
  return {
    customerId: 'cst_01H9Xa8F5dN6mP3q',
    source: { walletId, asset: 'usdc', network: 'polygon', amount: '100.00' },
    destination: {
      asset: 'usdc',
      network: 'polygon',
      wallet: { blockchainAddress: '0x20f26aaa9d070e73d6432c839a37ed1b24087c3a' },
    },
  };
}
