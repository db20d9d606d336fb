'use strict'
// Arguments are checked here, so that a wrong type is Node's own TypeError, and times become seconds.

const { types } = require('node:util')
const { InvalidInputError } = require('./errors.js')

function found(value) {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'object') return `an instance of ${value.constructor?.name ?? 'Object'}`
  return `type ${typeof value}`
}

function wrongType(name, wanted, value) {
  const error = new TypeError(`The "${name}" argument must be ${wanted}. Received ${found(value)}`)
  error.code = 'ERR_INVALID_ARG_TYPE'
  return error
}

/** Halves of surrogate pairs would become U+FFFD on their way, and something else would be signed. */
function text(name, value) {
  if (typeof value !== 'string') throw wrongType(name, 'of type string', value)
  if (!value.isWellFormed()) {
    throw new InvalidInputError(
      `the URL has a character that clients rewrite: found half of a surrogate pair in ${name}`,
      { kind: 'url-character' },
    )
  }
  return value
}

const optionalText = (name, value) => (value === undefined ? undefined : text(name, value))

function options(name, value, known) {
  if (value === null || typeof value !== 'object') throw wrongType(name, 'an object', value)
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      const error = new TypeError(`${name} has no option "${key}"; there are ${known.join(', ')}`)
      error.code = 'ERR_INVALID_ARG_VALUE'
      throw error
    }
  }
  return value
}

function bytes(name, value) {
  if (typeof value === 'string') return Buffer.from(value)
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  throw wrongType(name, 'of type string or an instance of Buffer or Uint8Array', value)
}

/** A key as text, bytes or a KeyObject of node:crypto. */
function key(name, value) {
  if (types.isKeyObject(value)) {
    if (value.type === 'secret') throw wrongType(name, 'a private or a public key', value)
    const type = value.type === 'private' ? 'pkcs8' : 'spki'
    return value.export({ type, format: 'der' })
  }
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
    throw wrongType(name, 'of type string or an instance of Buffer or KeyObject', value)
  }
  return bytes(name, value)
}

const notATime = (message) => new InvalidInputError(
  `the time is not a usable number of epoch seconds: ${message}`,
  { kind: 'invalid-time' },
)

/** Epoch seconds from a Date, an ISO 8601 text with its offset, or a number of seconds. */
function time(name, value) {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notATime(`found ${value} for ${name}`)
    if (!Number.isInteger(value)) {
      throw notATime(`found a fraction for ${name}; write Math.floor(Date.now() / 1000)`)
    }
    return value
  }
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw notATime(`found an invalid Date for ${name}`)
    return Math.floor(value.getTime() / 1000)
  }
  if (typeof value === 'string') {
    if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(value) || Number.isNaN(Date.parse(value))) {
      throw notATime(
        `wanted ISO 8601 with its offset for ${name}, as in 2036-01-01T00:00:00Z, and found something else`,
      )
    }
    return Math.floor(Date.parse(value) / 1000)
  }
  throw wrongType(name, 'a Date, an ISO 8601 string, or a number of epoch seconds', value)
}

const optionalTime = (name, value) => (value === undefined ? undefined : time(name, value))

const now = (value) => (value === undefined ? Math.floor(Date.now() / 1000) : time('now', value))

function count(name, value) {
  if (typeof value !== 'number') throw wrongType(name, 'of type number', value)
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    const error = new RangeError(`The "${name}" argument must be a whole number from 0. Received ${value}`)
    error.code = 'ERR_OUT_OF_RANGE'
    throw error
  }
  return value
}

module.exports = {
  bytes,
  count,
  key,
  now,
  optionalText,
  optionalTime,
  options,
  text,
  time,
  wrongType,
}
