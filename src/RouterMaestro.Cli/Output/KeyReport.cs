using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints the named keys of a gateway for people, or as JSON.</summary>
internal sealed class KeyReport(TextTable table, CliEnvironment environment)
{
    private static readonly string[] _titles = ["Name", "Created"];

    /// <summary>Prints all keys.</summary>
    public void Print(GatewayKeyListContract keys, bool asJson)
    {
        if (asJson)
        {
            PrintJson(keys, AdminJson.Indented.GatewayKeyListContract);
        }
        else if (keys.Keys.Count == 0)
        {
            environment.Note($"There are no named keys: add one with '{ProductInfo.Name} key add NAME'.");
        }
        else
        {
            table.Print(_titles, [.. keys.Keys.Select(key => new[] { key.Name, key.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) })], elastic: 0);
        }
    }

    /// <summary>Prints a new key. Standard output holds the key alone, so that it can be captured.</summary>
    public void Print(NewGatewayKeyContract key, bool asJson)
    {
        if (asJson)
        {
            PrintJson(key, AdminJson.Indented.NewGatewayKeyContract);
        }
        else
        {
            environment.Out.WriteLine(key.Key);
            environment.Note($"The key '{key.Name}' is valid now and shown this once; '{ProductInfo.Name} key revoke {key.Name}' revokes it.");
        }
    }

    /// <summary>Prints that a key is no longer valid.</summary>
    public void Print(RevokedGatewayKeyContract revoked, bool asJson)
    {
        if (asJson)
        {
            PrintJson(revoked, AdminJson.Indented.RevokedGatewayKeyContract);
        }
        else
        {
            environment.Tell($"Revoked '{revoked.Revoked}'.");
        }
    }

    private void PrintJson<T>(T value, JsonTypeInfo<T> type) => environment.Out.WriteLine(JsonSerializer.Serialize(value, type));
}
