/** Identifiers of the examples in the document; the test that runs every example puts real ones in their place. */
export const example = {
  patient: '01900000-0000-7000-8000-000000000001',
  account: '01900000-0000-7000-8000-000000000002',
  invitation: '01900000-0000-7000-8000-000000000003',
  application: '01900000-0000-7000-8000-000000000004',
  prospect: '01900000-0000-7000-8000-000000000005',
  operator: '01900000-0000-7000-8000-000000000006',
  proof: '01900000-0000-7000-8000-000000000007',
  reset: '01900000-0000-7000-8000-000000000009',
  accessCode: '01900000-0000-7000-8000-00000000000a',
  kid: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  contact: '01900000-0000-7000-8000-000000000008',
} as const
