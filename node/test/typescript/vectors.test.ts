import * as cfsign from 'cfsign'
import { vectorTests } from './vector_tests.js'

vectorTests(cfsign, 'TypeScript')
