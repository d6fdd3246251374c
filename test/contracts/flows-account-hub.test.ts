import { describeContract } from './contract.ts'
import { journeyGroups } from './journeys.ts'

describeContract(journeyGroups['account-hub'])
