'use strict'
// How the bench measures: pieces of work take turns, block by block, and what counts is the median of the
// ratios of all rounds, as absolute times wander with whatever else the machine does.

const { spawn } = require('node:child_process')
const { performance } = require('node:perf_hooks')
const { createInterface } = require('node:readline')

const ROUNDS = 31
const BLOCK = 20

/** Microseconds for one repetition, from repeating `work` for one block. */
function block(work) {
  let times = 0
  const start = performance.now()
  for (;;) {
    work()
    times += 1
    const elapsed = performance.now() - start
    if (elapsed >= BLOCK) return (elapsed / times) * 1e3
  }
}

/** The Rust core, in a process of its own, which measures a block when it is asked to. */
class Core {
  constructor(program) {
    this.process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]()
  }

  /** Microseconds for one repetition. */
  async block(work, key) {
    this.process.stdin.write(`${work} ${key}\n`)
    const { value } = await this.lines.next()
    return Number(value) / 1e3
  }

  end() {
    this.process.stdin.end()
  }
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The medians of the ratios first to second, of the differences, and of the first and the second. */
async function compare(first, second, rounds = ROUNDS) {
  await first()
  await second()
  const times = []
  for (let round = 0; round < rounds; round += 1) times.push([await first(), await second()])
  return {
    ratio: median(times.map(([a, b]) => a / b)),
    above: median(times.map(([a, b]) => a - b)),
    first: median(times.map(([a]) => a)),
    second: median(times.map(([, b]) => b)),
  }
}

const line = (what, found, unit) => `${what.padEnd(68)} ${found.toFixed(3).padStart(9)} ${unit.padEnd(2)}`

function report(what, found, goal, unit, { least = false } = {}) {
  const reached = least ? found >= goal : found <= goal
  const sign = least ? '>=' : '<='
  console.log(`${line(what, found, unit)} goal ${sign} ${String(goal).padEnd(5)} ${reached ? 'reached' : 'MISSED'}`)
}

/** A figure without a goal. */
const tell = (what, found, unit) => console.log(line(what, found, unit))

module.exports = { Core, block, compare, median, report, tell }
