'use strict'

const native = require('../native.js')
const { count, now, options } = require('./arguments.js')
const { call } = require('./errors.js')

function expiresIn(seconds, given = {}) {
  options('options', given, ['bucket', 'now'])
  const wanted = [count('seconds', seconds), count('bucket', given.bucket ?? 0), now(given.now)]
  return call(() => native.expiresIn(...wanted))
}

module.exports = { expiresIn }
