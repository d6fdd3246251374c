import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table organizations (
      id text primary key,
      name jsonb not null,
      branding jsonb not null,
      time_zone text not null,
      default_language text not null,
      home_client_id text,
      settings jsonb not null,
      managed_by text not null,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
  await sql`
    create table locations (
      id uuid primary key,
      organization_id text not null references organizations,
      name text not null,
      address jsonb,
      source_id text,
      active boolean not null default true,
      unique (organization_id, source_id)
    )`.execute(db)
  await sql`
    create table providers (
      id uuid primary key,
      organization_id text not null references organizations,
      location_id uuid references locations,
      name text not null,
      npi text,
      source_id text,
      active boolean not null default true,
      unique (organization_id, source_id)
    )`.execute(db)
  await sql`
    create table clients (
      id text primary key,
      organization_id text references organizations,
      object jsonb not null,
      secrets_sealed bytea,
      managed_by text not null,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null
    )`.execute(db)
}
