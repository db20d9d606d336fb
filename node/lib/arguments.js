'use strict'
// Arguments are checked here, so that a wrong type is Node's own TypeError, and times become seconds.

const { types } = require('node:util')
const { InvalidInputError } = require('./errors.js')

function found(value) {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'object') return `an instance of ${value.constructor?.name ?? 'Object'}`
  return `type ${typeof value}`
}

function withCode(error, code) {
  error.code = code
  return error
}

function wrongType(name, wanted, value) {
  const message = `The "${name}" argument must be ${wanted}. Received ${found(value)}`
  return withCode(new TypeError(message), 'ERR_INVALID_ARG_TYPE')
}

const wrongValue = (message) => withCode(new TypeError(message), 'ERR_INVALID_ARG_VALUE')

/** The words of the error table, for what is found before the core is asked; a test compares them. */
const SENTENCES = {
  'invalid-argument': 'an argument is outside of what it can be',
  'invalid-time': 'the time is not a usable number of epoch seconds',
  'url-character': 'the URL has a character that clients rewrite',
}

const invalid = (kind, detail, index) => new InvalidInputError(`${SENTENCES[kind]}: ${detail}`, { kind, index })

const halfPair = (kind, name, index) => invalid(kind, `found half of a surrogate pair in ${name}`, index)

/** Halves of surrogate pairs would become U+FFFD on their way, and something else would be signed. */
function text(name, value, kind = 'invalid-argument') {
  if (typeof value !== 'string') throw wrongType(name, 'of type string', value)
  if (!value.isWellFormed()) throw halfPair(kind, name)
  return value
}

const urlText = (name, value) => text(name, value, 'url-character')

const optionalText = (name, value) => (value === undefined ? undefined : text(name, value))

function texts(name, value) {
  if (!Array.isArray(value)) throw wrongType(name, 'an instance of Array', value)
  return Array.from(value, (one, index) => text(`${name}[${index}]`, one))
}

function options(name, value, known) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw wrongType(name, 'an object', value)
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw wrongValue(`${name} has no option "${key}"; there are ${known.join(', ')}`)
  }
  return value
}

function bytes(name, value) {
  if (typeof value === 'string') return Buffer.from(text(name, value))
  if (types.isUint8Array(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  throw wrongType(name, 'of type string or an instance of Buffer or Uint8Array', value)
}

const notATime = (detail) => invalid('invalid-time', detail)

const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?:(:\d\d)(?:\.\d+)?)?(?:Z|([+-])([01]\d|2[0-3]):?([0-5]\d))$/

function isoTime(name, value) {
  const parts = ISO.exec(value)
  if (!parts) {
    throw notATime(
      `wanted ISO 8601 with its offset for ${name}, as in 2036-01-01T00:00:00Z, and found another text; ` +
        'epoch seconds in a text become a number with Number(), and expiresIn() counts seconds from now',
    )
  }
  const [, minute, second = ':00', sign, hours = 0, minutes = 0] = parts
  const local = new Date(`${minute}${second}Z`)
  // Date makes 1 March of 30 February, and 00:00 of 24:00.
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(minute + second)) {
    throw notATime(`found a day or an hour for ${name} that does not exist`)
  }
  const offset = (Number(hours) * 60 + Number(minutes)) * 60
  return local.getTime() / 1000 - (sign === '-' ? -offset : offset)
}

/** Epoch seconds from a Date, an ISO 8601 text with its offset, or a number of seconds. */
function time(name, value) {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notATime(`found ${value} for ${name}`)
    if (!Number.isInteger(value)) {
      throw notATime(`found a fraction for ${name}; write Math.floor(Date.now() / 1000)`)
    }
    return value
  }
  if (types.isDate(value)) {
    if (Number.isNaN(value.getTime())) throw notATime(`found an invalid Date for ${name}`)
    return Math.floor(value.getTime() / 1000)
  }
  if (typeof value === 'string') return isoTime(name, value)
  throw wrongType(name, 'a Date, an ISO 8601 string, or a number of epoch seconds', value)
}

const optionalTime = (name, value) => (value === undefined ? undefined : time(name, value))

const now = (value) => (value === undefined ? Math.floor(Date.now() / 1000) : time('now', value))

function count(name, value, most = 0xffffffff) {
  if (typeof value !== 'number') throw wrongType(name, 'of type number', value)
  if (!Number.isInteger(value) || value < 0 || value > most) {
    const message = `The "${name}" argument must be a whole number from 0 to ${most}. Received ${value}`
    throw withCode(new RangeError(message), 'ERR_OUT_OF_RANGE')
  }
  return value
}

module.exports = {
  bytes,
  count,
  halfPair,
  invalid,
  now,
  optionalText,
  optionalTime,
  options,
  text,
  texts,
  time,
  urlText,
  withCode,
  wrongType,
  wrongValue,
}
