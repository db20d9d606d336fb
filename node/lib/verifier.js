'use strict'

const { inspect } = require('node:util')
const native = require('../native.js')
const { count, now, optionalText, options, text, texts, urlText, wrongType } = require('./arguments.js')
const { call } = require('./errors.js')
const { TrustedKeyGroup } = require('./key_group.js')

const DIFFERENCES = [
  'validAtItsEnd',
  'validAtItsStart',
  'refuseExpiresBesidePolicy',
  'epochTimeWithoutPrefix',
  'ignoreHostCase',
]

/** A Cookie header, from one or from an object as frameworks have it. */
function cookieHeader(cookies) {
  if (cookies === undefined || typeof cookies === 'string') return cookies
  if (cookies === null || typeof cookies !== 'object' || Array.isArray(cookies)) {
    throw wrongType('cookies', 'a Cookie header or an object of cookies', cookies)
  }
  const pairs = Object.entries(cookies).filter(([, value]) => typeof value === 'string')
  return pairs.map(([name, value]) => `${name}=${value}`).join('; ')
}

class Verifier {
  #native

  constructor(keys, given = {}) {
    options('options', given, ['cacheSize', ...DIFFERENCES])
    const wanted = DIFFERENCES.filter((name) => given[name])
    const size = count('cacheSize', given.cacheSize ?? 0)
    this.#native = call(() => native.Verifier.of(TrustedKeyGroup.native(keys), size, wanted))
  }

  verify(url, given = {}) {
    options('request', given, ['cookies', 'viewerIp', 'now'])
    const request = [urlText('url', url), cookieHeader(given.cookies), optionalText('viewerIp', given.viewerIp)]
    const at = now(given.now)
    return call(() => this.#native.verify(...request, at))
  }

  verifyRequest(request) {
    options('request', request, ['scheme', 'host', 'target', 'cookies', 'viewerIp', 'now'])
    const parts = ['scheme', 'host', 'target'].map((name) => text(name, request[name]))
    const details = [cookieHeader(request.cookies), optionalText('viewerIp', request.viewerIp)]
    const at = now(request.now)
    return call(() => this.#native.verifyRequest(...parts, ...details, at))
  }

  explain(url, given = {}) {
    options('request', given, ['cookies', 'viewerIp', 'now', 'otherHosts'])
    const request = [urlText('url', url), cookieHeader(given.cookies), optionalText('viewerIp', given.viewerIp)]
    const hosts = texts('otherHosts', given.otherHosts ?? [])
    const at = now(given.now)
    return Object.assign(new Explanation(), call(() => this.#native.explain(...request, at, hosts)))
  }

  [inspect.custom]() {
    return 'Verifier {}'
  }
}

class Explanation {
  /** For people. */
  toString() {
    const refused = this.cloudfrontError
      ? ` (CloudFront says ${this.cloudfrontError.code}: ${this.cloudfrontError.message})`
      : ''
    const lines = [this.allowed ? 'allowed' : `refused: ${this.message}${refused}`]
    const marks = { passed: 'ok', failed: 'FAILED', 'not-reached': 'not reached' }
    for (const { code, outcome, found } of this.checks) {
      lines.push(`  ${code.padEnd(18)} ${marks[outcome]}${found ? `: ${found}` : ''}`)
    }
    for (const { message, advice } of this.findings) lines.push(`  -> ${message}`, `     ${advice}`)
    return lines.join('\n')
  }
}

function explain(url, keys, given) {
  return new Verifier(keys).explain(url, given)
}

module.exports = { Verifier, explain }
