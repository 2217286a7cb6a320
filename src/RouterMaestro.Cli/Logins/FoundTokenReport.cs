using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Cli.Output;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Logins;

/// <summary>Shows the tokens of other programs, without the tokens.</summary>
internal sealed class FoundTokenReport(CliEnvironment environment)
{
    private const string Unread = "VS Code, Visual Studio and Copilot CLI keep their tokens in the keychain of the system, where they are not read.";

    /// <summary>Prints all tokens as JSON.</summary>
    public void PrintJson(IReadOnlyList<FoundToken> found)
    {
        JsonArray tokens = [.. found.Select(JsonOf)];
        environment.Out.WriteLine(JsonSerializer.Serialize(new JsonObject { ["tokens"] = tokens, ["not_read"] = new JsonArray(Unread) }, CliJson.Default.JsonObject));
    }

    /// <summary>Returns a line for each token, in columns.</summary>
    public string[] LinesOf(IReadOnlyCollection<FoundToken> tokens)
    {
        string[][] rows = [.. tokens.Select(token => new[] { token.Name, token.Masked, AccountOf(token), token.Kind.Meaning, PlaceOf(token) })];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return [.. rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])).Where(cell => cell.Length > 0)).TrimEnd())];
    }

    /// <summary>Prints lines.</summary>
    public void Print(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            environment.Out.WriteLine(line);
        }
    }

    /// <summary>Says which tokens are of kinds that GitHub Copilot does not accept.</summary>
    public void PrintUnusable(IEnumerable<FoundToken> found)
    {
        foreach (var token in found.Where(token => token.Kind.Use == TokenUse.None))
        {
            environment.Error.WriteLine($"Not usable: {token.Name} is a {token.Kind.Meaning} ({token.Kind.Prefix}), which GitHub Copilot does not accept.");
        }
    }

    /// <summary>Says where tokens are that are not found.</summary>
    public void PrintUnread() => environment.Error.WriteLine(Unread);

    private static JsonObject JsonOf(FoundToken token) => new()
    {
        ["name"] = token.Name,
        ["other_names"] = new JsonArray([.. token.OtherNames.Select(name => (JsonNode)name)]),
        ["file"] = token.File,
        ["host"] = token.Host,
        ["account"] = token.Account,
        ["token"] = token.Masked,
        ["kind"] = token.Kind.Meaning,
        ["use"] = token.Kind.Use.ToString().ToLowerInvariant(),
    };

    private static string AccountOf(FoundToken token) => (token.Account, token.Host) switch
    {
        (var account, FoundToken.PublicHost) => account ?? "-",
        ({ } account, var host) => $"{account} at {host}",
        (null, var host) => $"at {host}",
    };

    private string PlaceOf(FoundToken token)
    {
        var home = environment.NonBlank("HOME");
        var place = home is not null && token.Place.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? "~" + token.Place[home.Length..] : token.Place;
        return token.OtherNames.Count == 0 ? place : $"{place}, also {string.Join(", ", token.OtherNames)}";
    }
}
