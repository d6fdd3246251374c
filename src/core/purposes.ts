/**
 * Purposes of keyed indexes that more than one folder uses. A purpose is part of the key: what was indexed for one is
 * found by no other, so both sides must name it the same.
 */
export const purposes = {
  /** over the E.164 number; shared by contacts of record and own contacts, so that they can be compared */
  contactPhone: 'contact.phone',
  /** over the normalised address; shared likewise */
  contactEmail: 'contact.email',
  /** sealed value of either contact; shared likewise */
  contactValue: 'contact.value',
  /** over `normalizeUsername` */
  accountUsername: 'account.username',
  /** over `normalizeAccessCode` */
  accessCode: 'access-code',
  /** over `nameBirthKey`, within one organisation */
  patientNameBirth: 'patient.name-birth',
  /** over `personKey`, the same at every organization */
  patientPerson: 'patient.person',
  /** over the ISO birth date */
  patientBirth: 'patient.birth',
  /** over `recordNumberKey` */
  patientRecordNumber: 'patient.record-number',
  /** over `sourceKey`: organisation and the source system's identifier */
  patientSource: 'patient.source',
  /** over organisation and `recordKeys` of core/matching */
  patientMatch: 'patient.match',
  /** keyed hash of a normalised source row */
  patientContent: 'patient.content',
  /** over issuer and subject of an upstream sign-in */
  upstreamIdentity: 'upstream.identity',
  /** over `memberKey` of core/coverage */
  patientMember: 'patient.member',
  /** sealed payload of the library's artifacts */
  oidcPayload: 'oidc.payload',
} as const

export const contactPurpose = (kind: 'phone' | 'email'): string =>
  kind === 'phone' ? purposes.contactPhone : purposes.contactEmail
