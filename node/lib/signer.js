'use strict'

const { readFileSync } = require('node:fs')
const { inspect } = require('node:util')
const native = require('../native.js')
const { bytes, options, text, time, urlText, wrongType } = require('./arguments.js')
const batch = require('./batch.js')
const { SignedCookies } = require('./cookies.js')
const { call } = require('./errors.js')
const { Policy } = require('./policy.js')
const { key, secret, withCopies } = require('./secrets.js')

const OPTIONS = ['keyPairId', 'passphrase', 'hashAlgorithm']

/** What a URL is signed with: its end in seconds, or a policy of the addon. */
function terms(given) {
  options('terms', given, ['expires', 'policy', ...batch.OPTIONS])
  const { expires, policy } = given
  if ((expires === undefined) === (policy === undefined)) {
    throw wrongType('terms', 'an object with either expires or policy', given)
  }
  return policy === undefined
    ? { expires: time('expires', expires) }
    : { policy: Policy.native('policy', policy) }
}

class Grant {
  #native

  constructor(grant) {
    if (!(grant instanceof native.Grant)) throw new TypeError('a Grant is made by signer.grant')
    this.#native = grant
  }

  signUrl(url) {
    urlText('url', url)
    return call(() => this.#native.signUrl(url))
  }

  get query() {
    return this.#native.query
  }

  get policy() {
    return new Policy(this.#native.policy)
  }

  cookies() {
    return new SignedCookies(call(() => this.#native.cookies()))
  }

  [inspect.custom]() {
    return `Grant { until ${this.#native.policy.dateLessThan} }`
  }
}

class Signer {
  #native

  constructor(signer) {
    if (!(signer instanceof native.Signer)) {
      throw new TypeError('a Signer is made by Signer.fromPem or Signer.fromFile')
    }
    this.#native = signer
  }

  static fromPem(privateKey, given) {
    options('options', given, OPTIONS)
    const { keyPairId, passphrase, hashAlgorithm = 'SHA1' } = given
    return withCopies((copies) => {
      const wanted = [
        key('privateKey', privateKey, copies),
        text('keyPairId', keyPairId),
        passphrase === undefined ? undefined : secret('passphrase', passphrase, copies),
        text('hashAlgorithm', hashAlgorithm),
      ]
      return new Signer(call(() => native.Signer.of(...wanted)))
    })
  }

  static fromFile(path, given) {
    return withCopies((copies) => {
      const privateKey = readFileSync(path)
      copies.push(privateKey)
      return Signer.fromPem(privateKey, given)
    })
  }

  get keyPairId() {
    return this.#native.keyPairId
  }

  get hashAlgorithm() {
    return this.#native.hashAlgorithm
  }

  get keyType() {
    return this.#native.keyType
  }

  signUrl(url, given) {
    urlText('url', url)
    const { expires, policy } = terms(given)
    return call(() =>
      policy === undefined ? this.#native.signUrl(url, expires) : this.#native.signUrlWith(url, policy),
    )
  }

  async signUrls(urls, given) {
    const results = await this.trySignUrls(urls, given)
    const refused = results.find((result) => typeof result !== 'string')
    if (refused) throw refused
    return results
  }

  async trySignUrls(urls, given) {
    return batch.run(this.#native, urls, terms(given), given)
  }

  signUrlStream(urls, given) {
    return batch.stream(this, urls, given)
  }

  signUrlWithRawPolicy(url, policy) {
    const wanted = [urlText('url', url), text('policy', policy)]
    return call(() => this.#native.signUrlWithRawPolicy(...wanted))
  }

  signCookies(policy) {
    const wanted = Policy.native('policy', policy)
    return new SignedCookies(call(() => this.#native.signCookies(wanted)))
  }

  signCookiesWithRawPolicy(policy) {
    text('policy', policy)
    return new SignedCookies(call(() => this.#native.signCookiesWithRawPolicy(policy)))
  }

  grant(policy) {
    const wanted = Policy.native('policy', policy)
    return new Grant(call(() => this.#native.grant(wanted)))
  }

  signMessage(message) {
    const wanted = bytes('message', message)
    return call(() => this.#native.signMessage(wanted))
  }

  [inspect.custom]() {
    return `Signer { keyPairId: '${this.keyPairId}', keyType: '${this.keyType}', hashAlgorithm: '${this.hashAlgorithm}' }`
  }
}

module.exports = { Grant, Signer }
