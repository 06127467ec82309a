using Npgsql;

namespace Baton.Storage.Partitions;

/// <summary>
/// Gives the tables of the archive the columns that a change of the schema gave to those of the history, and takes
/// those away that it took from them, so that both are read together and a month can come back.
/// </summary>
internal static class FitArchive
{
    private const string Fit = """
        DO $$
        DECLARE
            change text;
        BEGIN
            -- In one database there may be several installations, of which one has the archive.
            IF NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('handoff_events') AND relkind = 'p') THEN
                RETURN;
            END IF;
            FOR change IN
                WITH all_columns AS (
                    SELECT t.name, a.*, a.attrelid = to_regclass('archive.' || t.name) AS archived
                    FROM unnest(ARRAY['handoff_events', 'delivery_attempts', 'deliveries', 'notices']) AS t (name)
                    JOIN pg_attribute a ON a.attrelid IN (to_regclass(t.name), to_regclass('archive.' || t.name))
                    WHERE a.attnum > 0 AND NOT a.attisdropped)
                SELECT CASE
                    WHEN b.archived THEN format('ALTER TABLE archive.%I DROP COLUMN %I', b.name, b.attname)
                    ELSE format('ALTER TABLE archive.%I ADD COLUMN %I %s %s %s', b.name, b.attname,
                        format_type(b.atttypid, b.atttypmod),
                        coalesce('DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''),
                        CASE WHEN b.attnotnull THEN 'NOT NULL' ELSE '' END)
                    END
                FROM all_columns b LEFT JOIN pg_attrdef d ON d.adrelid = b.attrelid AND d.adnum = b.attnum
                WHERE NOT EXISTS (SELECT 1 FROM all_columns o
                    WHERE o.name = b.name AND o.attname = b.attname AND o.archived <> b.archived)
                ORDER BY b.archived DESC, b.attnum
            LOOP
                EXECUTE change;
            END LOOP;
        END $$
        """;

    internal static void Run(StorageOptions options)
    {
        using var connection = new NpgsqlConnection(options.Postgres);
        connection.Open();
        using var command = new NpgsqlCommand(Fit, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
