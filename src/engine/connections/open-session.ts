import type { Connection } from '../definition/connection.ts';
import { EngineError } from '../errors/engine-error.ts';
import { insideWorkspace, type Workspace } from '../workspace.ts';
import { openMysql } from './mysql-session.ts';
import { openPostgres } from './postgres-session.ts';
import type { Credentials } from './secrets.ts';
import type { SqlSession } from './sql-session.ts';
import { openSqlite } from './sqlite-session.ts';

/** Opens a session with the database of a connection. */
export async function openSession(
  connection: Connection,
  credentials: Credentials,
  workspace: Workspace,
): Promise<SqlSession> {
  switch (connection.kind) {
    case 'sqlite':
      return openSqlite(insideWorkspace(workspace, connection.file));
    case 'postgresql':
      return openPostgres(connection, credentials, workspace);
    case 'mysql':
      return openMysql(connection, credentials, workspace);
    default:
      throw new EngineError(
        'CONNECTION_KIND',
        `connection "${connection.id}" of kind ${connection.kind} is not a database`,
      );
  }
}
