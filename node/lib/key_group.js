'use strict'

const { inspect } = require('node:util')
const native = require('../native.js')
const { wrongType } = require('./arguments.js')
const { call } = require('./errors.js')
const { PublicKey } = require('./keys.js')
const { key } = require('./secrets.js')

/** Not a list, a Map or one key, whose own properties are no keys. Objects of other realms are plain too. */
function isPlain(value) {
  if (value === null || typeof value !== 'object') return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** As the addon takes them. */
function listed(keys) {
  if (!isPlain(keys)) {
    throw wrongType('keys', 'a TrustedKeyGroup or an object of public keys by their key pair IDs', keys)
  }
  return Object.entries(keys).map(([keyPairId, publicKey]) => ({
    keyPairId,
    publicKey: publicKey instanceof PublicKey ? publicKey.toDer() : key(`keys.${keyPairId}`, publicKey, []),
  }))
}

class TrustedKeyGroup {
  #keys

  constructor(keys) {
    const given = listed(keys)
    // All that is wrong with an ID or a key is found here.
    call(() => native.Verifier.of(given, 0, []))
    this.#keys = given.map(({ keyPairId, publicKey }) => ({ keyPairId, publicKey: new PublicKey(publicKey).toDer() }))
  }

  get keyPairIds() {
    return this.#keys.map(({ keyPairId }) => keyPairId)
  }

  static native(keys) {
    return keys instanceof TrustedKeyGroup ? keys.#keys : listed(keys)
  }

  [inspect.custom]() {
    return `TrustedKeyGroup { ${this.keyPairIds.join(', ')} }`
  }
}

module.exports = { TrustedKeyGroup }
