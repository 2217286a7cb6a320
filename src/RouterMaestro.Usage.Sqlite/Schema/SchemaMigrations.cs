using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using RouterMaestro.Usage.Sqlite.Files;

namespace RouterMaestro.Usage.Sqlite.Schema;

/// <summary>Brings a file to the schema of this version.</summary>
/// <remarks>
/// The commands are Entity Framework's own, in one transaction that takes SQLite's lock. <c>Migrate()</c> takes a lock in a table of its own, which
/// stays after <c>kill -9</c>, and then waits for ever. Entity Framework is loaded only when there is something to migrate.
/// </remarks>
internal static class SchemaMigrations
{
    private static readonly Lazy<string[]> _known = new(static () =>
        [.. typeof(SchemaMigrations).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal)]);

    /// <summary>Returns whether a file has the schema of this version.</summary>
    /// <param name="connection">The open file.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageStoreException">The file is of a newer version.</exception>
    public static bool IsCurrent(SqliteConnection connection, string name)
    {
        var applied = Applied(connection);
        return Array.Find(applied, id => !_known.Value.Contains(id)) is { } unknown
            ? throw new UsageStoreException(
                $"{name} is of a newer version of RouterMaestro ({unknown}): update RouterMaestro, or move the file away, and start it again.")
            : applied.Length == _known.Value.Length;
    }

    /// <summary>Migrates a file.</summary>
    /// <param name="connection">The open file.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageStoreException">The file is of a newer version.</exception>
    /// <exception cref="SqliteException">The file cannot be migrated; it is as it was.</exception>
    public static void Apply(SqliteConnection connection, string name)
    {
        if (IsCurrent(connection, name))
        {
            return;
        }

        StoreFile.Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            // another process may have migrated it in the meantime
            if (!IsCurrent(connection, name))
            {
                using var command = connection.CreateCommand();
                command.CommandText = ScriptFrom(Applied(connection).LastOrDefault() ?? Migration.InitialDatabase);
                command.ExecuteNonQuery();
            }

            StoreFile.Execute(connection, "COMMIT");
        }
        catch
        {
            StoreFile.Execute(connection, "ROLLBACK");
            throw;
        }
    }

    private static string ScriptFrom(string migration)
    {
        using var context = UsageContextFactory.Create("Data Source=:memory:");
        return context.GetService<IMigrator>().GenerateScript(migration, toMigration: null, MigrationsSqlGenerationOptions.NoTransactions);
    }

    private static string[] Applied(SqliteConnection connection)
    {
        using (var table = new Statement(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsHistory'"))
        {
            if (!table.Read())
            {
                return [];
            }

            table.Reset();
        }

        using var rows = new Statement(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\" ORDER BY \"MigrationId\"");
        List<string> ids = [];
        while (rows.Read())
        {
            ids.Add(rows.Text(0));
        }

        return [.. ids];
    }
}
