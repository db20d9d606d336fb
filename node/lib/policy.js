'use strict'

const { inspect } = require('node:util')
const native = require('../native.js')
const { optionalText, optionalTime, options, time, urlText, wrongType } = require('./arguments.js')
const { call } = require('./errors.js')

const OPTIONS = ['dateLessThan', 'dateGreaterThan', 'ipAddress', 'alwaysCustom']

function make(kind, resource, conditions) {
  options('conditions', conditions, OPTIONS)
  const end = time('dateLessThan', conditions.dateLessThan)
  const start = optionalTime('dateGreaterThan', conditions.dateGreaterThan)
  const range = optionalText('ipAddress', conditions.ipAddress)
  return call(() =>
    native.Policy.of(kind, urlText('resource', resource), end, start, range, Boolean(conditions.alwaysCustom)),
  )
}

class Policy {
  #native

  constructor(resource, conditions) {
    this.#native = resource instanceof native.Policy ? resource : make('parse', resource, conditions)
  }

  static pattern(pattern, conditions) {
    return new Policy(make('pattern', pattern, conditions))
  }

  static below(prefix, conditions) {
    return new Policy(make('below', prefix, conditions))
  }

  /** The addon's policy, for the other classes of this package. */
  static native(name, policy) {
    if (!(policy instanceof Policy)) {
      throw wrongType(name, 'an instance of Policy', policy)
    }
    return policy.#native
  }

  get resource() {
    return this.#native.resource
  }

  get dateLessThan() {
    return this.#native.dateLessThan
  }

  get dateGreaterThan() {
    return this.#native.dateGreaterThan ?? undefined
  }

  get ipAddress() {
    return this.#native.ipAddress ?? undefined
  }

  get isCanned() {
    return this.#native.isCanned
  }

  covers(url) {
    return this.#native.covers(urlText('url', url))
  }

  toText() {
    return this.#native.toJsonText()
  }

  [inspect.custom]() {
    return `Policy { ${this.isCanned ? 'canned' : 'custom'}, until ${this.dateLessThan} }`
  }
}

module.exports = { Policy }
