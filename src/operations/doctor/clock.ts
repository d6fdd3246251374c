import { now } from '../../platform/index.ts'
import { findDatabaseClock } from '../../store/health.ts'
import { type Check, type Examined, failed, fine } from './contract.ts'

/** Tokens live minutes, and other parties judge them by their own clocks. */
const tolerance = 5

export const clockCheck: Check<Examined> = {
  name: 'clock',
  after: ['database'],
  async run({ db }) {
    const before = now().getTime()
    const theirs = (await findDatabaseClock(db)).getTime()
    const middle = (before + now().getTime()) / 2
    const seconds = Math.round((theirs - middle) / 100) / 10
    return Math.abs(seconds) <= tolerance
      ? [fine(`${Math.abs(seconds)} s beside the database's clock`)]
      : [
          failed(
            `this clock and the database's are ${Math.abs(seconds)} s apart`,
            'let both machines keep time by NTP (timedatectl set-ntp true)',
          ),
        ]
  },
}
