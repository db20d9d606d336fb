'use strict'

const { inspect } = require('node:util')
const native = require('../native.js')
const { bytes, key, text, wrongValue } = require('./arguments.js')
const { call } = require('./errors.js')

class PublicKey {
  #native

  constructor(publicKey) {
    this.#native =
      publicKey instanceof native.PublicKey
        ? publicKey
        : call(() => native.PublicKey.of(key('publicKey', publicKey)))
  }

  get keyType() {
    return this.#native.keyType
  }

  verify(message, signature, hashAlgorithm = 'SHA1') {
    const wanted = [bytes('message', message), bytes('signature', signature), text('hashAlgorithm', hashAlgorithm)]
    return call(() => this.#native.verify(...wanted))
  }

  toPem() {
    return this.#native.toPem()
  }

  toDer() {
    return this.#native.toDer()
  }

  [inspect.custom]() {
    return `PublicKey { ${this.keyType} }`
  }
}

class PrivateKey {
  #native

  constructor(privateKey, passphrase) {
    const secret = passphrase === undefined ? undefined : bytes('passphrase', passphrase)
    this.#native = call(() => native.PrivateKey.of(key('privateKey', privateKey), secret))
  }

  get keyType() {
    return this.#native.keyType
  }

  sign(message, hashAlgorithm = 'SHA1') {
    const wanted = [bytes('message', message), text('hashAlgorithm', hashAlgorithm)]
    return call(() => this.#native.sign(...wanted))
  }

  publicKey() {
    return new PublicKey(call(() => this.#native.publicKey()))
  }

  [inspect.custom]() {
    return `PrivateKey { ${this.keyType} }`
  }
}

function generateKeyPair(keyType = 'ecdsa') {
  if (keyType !== 'ecdsa' && keyType !== 'rsa') {
    throw wrongValue('The "keyType" argument must be "ecdsa" or "rsa"')
  }
  const [privateKey, publicKey] = call(() => native.generateKeyPair(keyType === 'rsa'))
  return { privateKey, publicKey }
}

module.exports = { PrivateKey, PublicKey, generateKeyPair }
