'use strict'

const { inspect } = require('node:util')
const native = require('../native.js')
const { bytes, text, wrongValue } = require('./arguments.js')
const { call } = require('./errors.js')
const { key, secret, withCopies } = require('./secrets.js')

class PublicKey {
  #native

  constructor(publicKey) {
    this.#native =
      publicKey instanceof native.PublicKey
        ? publicKey
        : withCopies((copies) => call(() => native.PublicKey.of(key('publicKey', publicKey, copies))))
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
    this.#native = withCopies((copies) => {
      const wanted = [
        key('privateKey', privateKey, copies),
        passphrase === undefined ? undefined : secret('passphrase', passphrase, copies),
      ]
      return call(() => native.PrivateKey.of(...wanted))
    })
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
