'use strict'

// Draws inputs from a seed.

const { PASSPHRASE, keyFile, keyPath, keyText } = require('./support.js')
const {
  SCHEMES,
  STRANGE_SCHEMES,
  HOSTS,
  PIECES,
  PAIRS,
  ODD,
  DATES,
  STRANGE_DATES,
  ADDRESSES,
  STRANGE_ADDRESSES,
  IDS,
  POLICIES,
  KEYS,
  ENCRYPTED,
  RANDOM,
  OTHER,
  WRONG,
  WRITTEN,
} = require('./values.js')

/** Numbers from 0 to 1 that are the same in each run (mulberry32). */
function numbersFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws inputs; `deterministic` keys sign the same bytes each time. */
class Strange {
  constructor(seed) {
    this.random = numbersFrom(seed)
  }

  chance(part) {
    return this.random() < part
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)]
  }

  many(limit, draw) {
    return Array.from({ length: Math.floor(this.random() * limit) }, draw)
  }

  url() {
    if (this.chance(0.02)) return this.pick(ODD)
    let scheme = this.chance(0.7) ? 'https://' : this.pick(SCHEMES)
    if (this.chance(0.04)) scheme = this.pick(STRANGE_SCHEMES)
    const host = this.chance(0.9) ? 'd111111abcdef8.cloudfront.net' : this.pick(HOSTS)
    let url = scheme + host
    if (this.chance(0.96)) url += '/'
    url += this.many(7, () => this.pick(PIECES)).join('')
    if (this.chance(0.5))
      url += `?${this.many(5, () => (this.chance(0.8) ? this.pick(PAIRS) : this.pick(PIECES))).join('&')}`
    if (this.chance(0.1)) url += `#${this.many(3, () => this.pick(PIECES)).join('')}`
    return url
  }

  date() {
    return this.chance(0.9) ? this.goodDate() : this.pick(STRANGE_DATES)
  }

  goodDate() {
    const time = 1893456000000 + Math.floor(this.random() * 1e9)
    return this.chance(0.5) ? this.pick(DATES) : this.chance(0.5) ? time : new Date(time)
  }

  address() {
    if (this.chance(0.05)) return this.pick(ODD)
    return this.pick(this.chance(0.5) ? ADDRESSES : STRANGE_ADDRESSES)
  }

  keyPairId() {
    return this.chance(0.9) ? 'K2JCJMDEHXQW5F' : this.pick(IDS)
  }

  policy(url, date) {
    if (this.chance(0.5)) return this.pick(POLICIES)
    const policy = {
      Statement: [
        {
          Resource: String(this.chance(0.5) ? 'https://h/*' : typeof url === 'string' ? url : ''),
          Condition: { DateLessThan: { 'AWS:EpochTime': Number.isFinite(date) ? date : 1 } },
        },
      ],
    }
    return JSON.stringify(policy, null, this.pick([0, 0, 1, '\t']))
  }

  /** A private key and perhaps a passphrase; `random` if it signs differently each time. */
  key() {
    if (this.chance(0.8)) return { privateKey: keyText(this.pick(KEYS)) }
    const kind = this.pick(['encrypted', 'random', 'random', 'other', 'wrong', 'written', 'written', 'odd'])
    const passphrase = this.pick([
      undefined,
      undefined,
      PASSPHRASE,
      PASSPHRASE,
      'wrong',
      '',
      null,
      5,
      Buffer.from(PASSPHRASE),
    ])
    switch (kind) {
      case 'encrypted': {
        const name = this.pick(ENCRYPTED)
        return { privateKey: keyText(name), passphrase, random: name.startsWith('p256') }
      }
      case 'random':
        return { privateKey: keyText(this.pick(RANDOM)), passphrase, random: true }
      case 'other':
        return { privateKey: keyText(this.pick(OTHER)), passphrase }
      case 'wrong':
        return { privateKey: this.pick([keyText, keyFile, keyPath])(this.pick(WRONG)), passphrase }
      case 'written':
        return { privateKey: this.pick(WRITTEN)(keyText('rsa-2048.pkcs8.pem')), passphrase }
      default:
        return {
          privateKey: this.pick(['', 'not a key', 'not\na key', '-----BEGIN PRIVATE KEY-----\n', ...ODD]),
          passphrase,
        }
    }
  }
}

module.exports = { ODD, Strange }
