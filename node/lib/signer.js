'use strict'

const { readFileSync } = require('node:fs')
const { inspect } = require('node:util')
const native = require('../native.js')
const { bytes, options, text, time, urlText, withCode } = require('./arguments.js')
const batch = require('./batch.js')
const { SignedCookies } = require('./cookies.js')
const { call } = require('./errors.js')
const { Policy } = require('./policy.js')
const { key, secret, withCopies } = require('./secrets.js')

const OPTIONS = ['keyPairId', 'passphrase', 'hashAlgorithm']

/** What a URL is signed with: its end in seconds, or a policy of the addon. */
function terms(method, given, more = [], name = 'options') {
  options(name, given, ['expires', 'policy', ...more])
  const { expires, policy } = given
  if ((expires === undefined) === (policy === undefined)) throw eitherOf(method, name, expires)
  const prefix = name === 'options' ? '' : `${name}.`
  return policy === undefined
    ? { expires: time(`${prefix}expires`, expires) }
    : { policy: Policy.native(`${prefix}policy`, policy) }
}

function eitherOf(method, name, expires) {
  const found = expires === undefined ? 'neither' : 'both'
  const where = name === 'options' ? 'its options' : name
  const message = `${method} needs either "expires" or "policy" in ${where}. Received ${found}`
  return withCode(new TypeError(message), 'ERR_INVALID_ARG_TYPE')
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
    const { expires, policy } = terms('signUrl', given)
    return call(() =>
      policy === undefined ? this.#native.signUrl(url, expires) : this.#native.signUrlWith(url, policy),
    )
  }

  async signUrls(urls, given) {
    return batch.allOrThrow(await this.#ofUrls('signUrls', urls, given))
  }

  async trySignUrls(urls, given) {
    return this.#ofUrls('trySignUrls', urls, given)
  }

  #ofUrls(method, urls, given) {
    return batch.ofUrls(urls, this.#start(method, given), batch.settings(given))
  }

  /** What signs URLs on the terms that are given. */
  #start(method, given) {
    const { expires, policy } = terms(method, given, batch.OPTIONS)
    return (urls, ...how) =>
      policy === undefined
        ? this.#native.signUrls(urls, expires, ...how)
        : this.#native.signUrlsWith(urls, policy, ...how)
  }

  async signUrlsEach(urls, given = {}) {
    return batch.allOrThrow(await this.#ofEach('signUrlsEach', urls, given))
  }

  async trySignUrlsEach(urls, given = {}) {
    return this.#ofEach('trySignUrlsEach', urls, given)
  }

  #ofEach(method, urls, given) {
    options('options', given, batch.OPTIONS)
    const own = (one, name) => {
      const { expires, policy } = terms(method, one, ['url'], name)
      return policy ?? expires
    }
    const start = (...wanted) => this.#native.signUrlsEach(...wanted)
    return batch.ofEach(urls, own, start, batch.settings(given))
  }

  signUrlStream(urls, given) {
    const start = this.#start('signUrlStream', given)
    return batch.stream(batch.iterable(urls), start, batch.settings(given))
  }

  signUrlWithRawPolicy(url, policy) {
    const wanted = [urlText('url', url), text('policy', policy)]
    return call(() => this.#native.signUrlWithRawPolicy(...wanted))
  }

  async signUrlsWithRawPolicy(urls, policy, given = {}) {
    text('policy', policy)
    options('options', given, batch.OPTIONS)
    const start = (texts, ...how) => this.#native.signUrlsWithRawPolicy(texts, policy, ...how)
    return batch.allOrThrow(await batch.ofUrls(urls, start, batch.settings(given)))
  }

  signCookies(policy) {
    const wanted = Policy.native('policy', policy)
    return new SignedCookies(call(() => this.#native.signCookies(wanted)))
  }

  async signCookiesEach(policies, given) {
    return batch.allOrThrow(await this.trySignCookiesEach(policies, given))
  }

  async trySignCookiesEach(policies, given = {}) {
    options('options', given, batch.OPTIONS)
    const start = (...wanted) => this.#native.signCookiesEach(...wanted)
    return batch.ofPolicies(policies, start, SignedCookies, batch.settings(given))
  }

  signCookiesWithRawPolicy(policy) {
    text('policy', policy)
    return new SignedCookies(call(() => this.#native.signCookiesWithRawPolicy(policy)))
  }

  grant(policy) {
    const wanted = Policy.native('policy', policy)
    return new Grant(call(() => this.#native.grant(wanted)))
  }

  async grants(policies, given) {
    return batch.allOrThrow(await this.tryGrants(policies, given))
  }

  async tryGrants(policies, given = {}) {
    options('options', given, batch.OPTIONS)
    const start = (...wanted) => this.#native.grants(...wanted)
    return batch.ofPolicies(policies, start, Grant, batch.settings(given))
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
