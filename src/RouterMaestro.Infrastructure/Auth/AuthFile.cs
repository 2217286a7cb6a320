using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>The providers' keys in <c>auth.json</c>. Entries of other types are ignored.</summary>
/// <param name="Keys">The keys by provider id; ids are compared without case.</param>
/// <param name="Problems">The problems found in the file.</param>
internal sealed record AuthFile(IReadOnlyDictionary<string, string> Keys, EquatableArray<ConfigProblem> Problems)
{
    /// <summary>The file's name.</summary>
    public const string Name = "auth.json";

    /// <summary>Gets the content that applies without a file.</summary>
    public static AuthFile None { get; } = new(new Dictionary<string, string>(), []);

    /// <summary>Reads the file's root.</summary>
    /// <param name="root">The root; null when there is none.</param>
    /// <param name="errors">Collects the errors.</param>
    public static AuthFile Read(ConfigNode? root, ConfigErrors errors)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (provider, entry) in root?.Members() ?? [])
        {
            if (entry.Is(JsonValueKind.Object, "an object") && entry.Text("type") is null or "api" && entry.Text("key")?.Trim() is { Length: > 0 } key)
            {
                keys.TryAdd(provider, key);
            }
        }

        return new(keys, errors.Problems.ToEquatableArray());
    }

    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Keys = ").Append(Keys.Count);
        return true;
    }
}
