'use strict'
// The vectors that the tests of every language share, and what the tests here have in common.

const { readFileSync } = require('node:fs')
const { join } = require('node:path')

// Set where the tests run beside an installed package and not in the project.
const root = process.env.CFSIGN_ROOT ?? join(__dirname, '..', '..')

const key = (name) => readFileSync(join(root, 'tests', 'keys', name))

function cases(name) {
  const document = JSON.parse(readFileSync(join(root, 'tests', 'vectors', `${name}.json`), 'utf8'))
  if (document.format !== 1) throw new Error(`${name} has format ${document.format}`)
  return document.cases
}

/** Checks every case, tells which failed, and asserts how many there were. */
function run(name, check, least) {
  const all = cases(name)
  const failed = []
  for (const test of all) {
    try {
      check(test)
    } catch (error) {
      failed.push(`${test.id}: ${error.message.split('\n').slice(0, 3).join(' ')}`)
    }
  }
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${all.length} failed:\n${failed.slice(0, 20).join('\n')}`)
  }
  if (all.length < least) throw new Error(`${name} has shrunk to ${all.length} cases`)
}

module.exports = { cases, key, root, run }
