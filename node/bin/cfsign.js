#!/usr/bin/env node
'use strict'
// The command, `npx cfsign`. The program is in a package of its own, which is not installed with this
// one, so that servers carry no command. Where it is missing npm is asked to fetch and run it, as npx does.

const { spawn } = require('node:child_process')
const { constants } = require('node:os')
const { dirname, join } = require('node:path')
const { version } = require('../package.json')
const { target } = require('../platform.js')

const windows = process.platform === 'win32'
const name = `cfsign-command-${target()}`

function program() {
  try {
    return [require.resolve(`${name}/cfsign${windows ? '.exe' : ''}`)]
  } catch {
    const npm = windows
      ? [process.execPath, join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')]
      : ['npm']
    return [...npm, 'exec', `--package=${name}@${version}`, '--', 'cfsign-command']
  }
}

const [file, ...first] = program()
const child = spawn(file, [...first, ...process.argv.slice(2)], { stdio: 'inherit' })
// Whoever stops this process means the program.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (cause) => {
  console.error(`cfsign: ${file} does not run: ${cause.message}. Install the command with: npm install ${name}`)
  process.exitCode = 70
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal]
})
