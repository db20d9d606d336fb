'use strict'
// Many calls take no memory that they do not give back. node/bench/memory.js is the long run of the same.

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { operations, repeat } = require('./operations.js')

for (const [name, { work, times }] of Object.entries(operations())) {
  test(`${times} times ${name} take no memory`, async () => {
    // What leaks grows in every round. V8 and malloc take what they keep in some.
    const found = [await repeat(work, times)]
    do found.push(await repeat(work, times))
    while (found.at(-1) - found.at(-2) > 5e5 && found.length < 9)
    assert(found.length < 9, `each round takes more: ${found}`)
  })
}
