'use strict'
// What ten million calls of each kind leave behind: the memory of the process after each tenth.
//
//     node/bench/run.sh memory.js [CALLS [NAME]]

const { operations, repeat } = require('../test/operations.js')

async function main(calls = 10_000_000, only) {
  for (const [name, { work, times }] of Object.entries(operations())) {
    if (only !== undefined && only !== name) continue
    // As long for each as for the slow ones: those that tests do seldom are done seldom here.
    const tenth = Math.ceil((calls * Math.min(1, times / 20_000)) / 10)
    const found = []
    for (let round = 0; round < 10; round += 1) {
      found.push(((await repeat(work, tenth)) / 1e6).toFixed(1))
    }
    console.log(`${String(tenth * 10).padStart(9)} times ${name}: ${found.join(' ')} MB`)
  }
}

const [, , calls, name] = process.argv
main(calls === undefined ? calls : Number(calls), name)
