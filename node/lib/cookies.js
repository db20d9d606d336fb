'use strict'

const { inspect } = require('node:util')
const native = require('../native.js')
const { count, options, text, wrongType } = require('./arguments.js')
const { call } = require('./errors.js')

const ATTRIBUTES = ['domain', 'path', 'secure', 'httpOnly', 'sameSite', 'maxAge']

/** Attributes as the addon takes them. */
function attributes(given = {}) {
  options('attributes', given, ATTRIBUTES)
  const { domain, path, secure, httpOnly, sameSite, maxAge } = given
  const known = [undefined, null, 'Lax', 'None', 'Strict']
  if (!known.includes(sameSite)) throw wrongType('sameSite', '"Lax", "None", "Strict" or null', sameSite)
  return {
    // null, as sharedCookieDomain gives it, is a cookie for this host alone.
    domain: domain === undefined || domain === null ? undefined : text('domain', domain),
    path: path === undefined ? undefined : text('path', path),
    secure: secure === undefined ? undefined : Boolean(secure),
    httpOnly: httpOnly === undefined ? undefined : Boolean(httpOnly),
    sameSite: sameSite === null ? '' : sameSite,
    maxAge: maxAge === undefined ? undefined : count('maxAge', maxAge),
  }
}

/** The cookies are properties of their own; what one does with them is in the prototype. */
class SignedCookies {
  #native

  constructor(cookies) {
    if (!(cookies instanceof native.SignedCookies)) {
      throw new TypeError('SignedCookies are made by signer.signCookies')
    }
    this.#native = cookies
    for (const [name, value] of cookies.entries()) this[name] = value
    Object.freeze(this)
  }

  setCookieLines(given) {
    const wanted = attributes(given)
    return call(() => this.#native.setCookieLines(wanted))
  }

  cookieHeader() {
    return this.#native.cookieHeader()
  }

  [inspect.custom]() {
    return `SignedCookies { ${Object.keys(this).join(', ')} }`
  }
}

function clearCookieLines(given) {
  const wanted = attributes(given)
  return call(() => native.clearLines(wanted))
}

function sharedCookieDomain(appHost, cdnHost) {
  const hosts = [text('appHost', appHost), text('cdnHost', cdnHost)]
  return call(() => native.sharedCookieDomain(...hosts)) ?? null
}

module.exports = { SignedCookies, attributes, clearCookieLines, sharedCookieDomain }
