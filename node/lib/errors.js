'use strict'
// The classes of errors, and how those of the addon become them.

/** What every error of this package is, but those about wrong types. */
class CfsignError extends Error {
  /** @param {string} message @param {{kind?: string, suggestion?: string, index?: number}} [options] */
  constructor(message, { kind = 'internal', suggestion, index } = {}) {
    super(message)
    this.kind = kind
    this.code = `ERR_CFSIGN_${kind.toUpperCase().replaceAll('-', '_')}`
    if (suggestion !== undefined) this.suggestion = suggestion
    if (index !== undefined) this.index = index
  }

  get name() {
    return this.constructor.name
  }
}

class InvalidKeyError extends CfsignError {}
class InvalidInputError extends CfsignError {}
class InternalError extends CfsignError {}

class AccessDeniedError extends CfsignError {
  constructor(message, options = {}) {
    super(message, options)
    this.cloudfrontError = options.cloudfrontError
  }
}

const CLASSES = {
  key: InvalidKeyError,
  input: InvalidInputError,
  denied: AccessDeniedError,
  internal: InternalError,
}

/** The error of this package for one of the addon: `cfsign CLASS KIND`, and parts between NULs. */
function make(code, text, index) {
  const [, group, kind] = code.split(' ')
  const [message, suggestion, cloudfrontCode, cloudfrontMessage, body] = text.split('\0')
  const cloudfrontError = cloudfrontCode
    ? { code: cloudfrontCode, message: cloudfrontMessage, body }
    : undefined
  const Class = CLASSES[group] ?? InternalError
  return new Class(message, { kind, suggestion: suggestion || undefined, index, cloudfrontError })
}

/** The error that a batch of the addon writes as a text; undefined for a URL or any other text. */
function inPlace(text, index) {
  if (text.charCodeAt(0) !== 0) return undefined
  const end = text.indexOf('\0', 1)
  return make(text.slice(1, end), text.slice(end + 1), index)
}

function translate(error) {
  if (typeof error?.code !== 'string' || !error.code.startsWith('cfsign ')) return error
  return make(error.code, error.message)
}

/** Calls the addon, and throws its errors as those of this package. */
function call(work) {
  try {
    return work()
  } catch (error) {
    const translated = translate(error)
    // The stack begins where the package was called, not in here.
    Error.captureStackTrace?.(translated, call)
    throw translated
  }
}

module.exports = {
  AccessDeniedError,
  CfsignError,
  InternalError,
  InvalidInputError,
  InvalidKeyError,
  call,
  inPlace,
  translate,
}
