/** Who can sign in at the demo insurer. Some are patients of the clinics, under a member id that a clinic knows or not. */
export interface Member {
  readonly username: string
  readonly password: string
  readonly member_id: string
  readonly given_name: string
  readonly family_name: string
  readonly birth_date: string
  readonly phone: string
  readonly email: string
  /** Signs in with two factors there, as its `acr` says. */
  readonly hasTwoFactors?: true
  /** FHIR id of the patient who this is. */
  readonly patient?: string
}

export const members: readonly Member[] = [
  {
    username: 'walter',
    password: 'walter at the plan',
    member_id: 'MBR-4401-7702',
    given_name: 'Walter',
    family_name: 'Okafor',
    birth_date: '1951-11-02',
    phone: '+12175550102',
    email: 'walter.okafor@example.com',
    patient: 'walter',
  },
  {
    username: 'jun',
    password: 'jun at the plan',
    member_id: 'MBR-4401-7706',
    given_name: 'Jun-ho',
    family_name: 'Park',
    birth_date: '1979-09-17',
    phone: '+12175550106',
    email: 'jun.park@example.com',
    hasTwoFactors: true,
    patient: 'jun',
  },
  {
    username: 'rosa',
    password: 'rosa at the plan',
    member_id: 'MBR-4401-7701',
    given_name: 'Rosa',
    family_name: 'Marquez',
    birth_date: '1984-03-12',
    phone: '+12175550101',
    email: 'rosa.marquez@example.com',
    patient: 'rosa',
  },
  {
    username: 'nora',
    password: 'nora at the plan',
    member_id: 'MBR-4401-9911',
    given_name: 'Nora',
    family_name: 'Quinn',
    birth_date: '1988-08-19',
    phone: '+12175550177',
    email: 'nora.quinn@example.com',
  },
]

export const findMember = (username: string, password: string): Member | undefined =>
  members.find(each => each.username === username && each.password === password)

/** Who somebody is there, in both protocols, for ever. */
export const subjectOf = ({ username }: Member): string => `member-${username}`

/** What the insurer calls how somebody signed in. */
export const contexts = { one: 'urn:example:password', two: 'urn:example:mfa' } as const
export const contextOf = (member: Member): string => (member.hasTwoFactors ? contexts.two : contexts.one)

/** As the demo's object files have them: the same members behind two protocols. */
export const insurers = [
  { id: 'commonwealth-health', name: 'Commonwealth Health Plan', protocol: 'oidc' },
  { id: 'keystone-mutual', name: 'Keystone Mutual', protocol: 'saml' },
] as const
