'use strict'
// The package's own API. What each part does is said in index.d.ts.

const native = require('./native.js')
const { bytes, count, now, options, text, texts, urlText, wrongType } = require('./lib/arguments.js')
const { SignedCookies, clearCookieLines, sharedCookieDomain } = require('./lib/cookies.js')
const errors = require('./lib/errors.js')
const { TrustedKeyGroup } = require('./lib/key_group.js')
const { PrivateKey, PublicKey, generateKeyPair } = require('./lib/keys.js')
const { Policy } = require('./lib/policy.js')
const { Grant, Signer } = require('./lib/signer.js')
const { expiresIn } = require('./lib/times.js')
const { UrlBuilder, buildUrl } = require('./lib/url_builder.js')
const { Verifier, explain } = require('./lib/verifier.js')

const { call } = errors

function judgeSetCookie(lines, given) {
  options('options', given, ['pageOrigin', 'resourceUrl', 'now'])
  const wanted = [
    texts('lines', lines),
    urlText('pageOrigin', given.pageOrigin),
    urlText('resourceUrl', given.resourceUrl),
    now(given.now),
  ]
  return call(() => native.judgeSetCookie(...wanted))
}

function classifyResponse(body, given = {}) {
  options('options', given, ['status', 'headers'])
  const { status, headers = {} } = given
  if (headers === null || typeof headers !== 'object' || Array.isArray(headers)) {
    throw wrongType('headers', 'an object, a Map or Headers', headers)
  }
  const pairs = typeof headers.entries === 'function' ? [...headers.entries()] : Object.entries(headers)
  return native.classifyResponse(
    text('body', body),
    status === undefined ? undefined : count('status', status, 999),
    pairs.map((pair) => pair.map(String)),
  )
}

const base64Encode = (data) => native.base64Encode(bytes('data', data))

const base64Decode = (encoded) => call(() => native.base64Decode(text('encoded', encoded)))

// Written out name by name, so that `import { Signer } from 'cfsign'` finds them.
module.exports = {
  AccessDeniedError: errors.AccessDeniedError,
  CfsignError: errors.CfsignError,
  Grant,
  InternalError: errors.InternalError,
  InvalidInputError: errors.InvalidInputError,
  InvalidKeyError: errors.InvalidKeyError,
  Policy,
  PrivateKey,
  PublicKey,
  SignedCookies,
  Signer,
  TrustedKeyGroup,
  UrlBuilder,
  Verifier,
  base64Decode,
  base64Encode,
  buildUrl,
  classifyResponse,
  clearCookieLines,
  expiresIn,
  explain,
  generateKeyPair,
  judgeSetCookie,
  sharedCookieDomain,
  version: native.version(),
}
