/** A payer as clinics write it: `Commonwealth Health`, `commonwealth-health` and `COMMONWEALTH HEALTH` are one. */
export const normalizePayer = (payer: string): string =>
  payer
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** A member id as it is compared: case, spaces, dashes and dots do not count. */
export const normalizeMemberId = (memberId: string): string =>
  memberId
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** What `patient_coverages.member_index` is made over. @returns undefined where one part says nothing */
export function memberKey(organization: string, payer: string, memberId: string): string | undefined {
  const [plan, member] = [normalizePayer(payer), normalizeMemberId(memberId)]
  return plan && member ? `${organization}|${plan}|${member}` : undefined
}
