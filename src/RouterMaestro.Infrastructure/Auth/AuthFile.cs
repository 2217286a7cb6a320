using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Infrastructure.Configuration.Files;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>The providers' keys in <c>auth.json</c>; entries of other types are left alone.</summary>
/// <param name="Keys">The keys by provider, in any case.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record AuthFile(IReadOnlyDictionary<string, string> Keys, EquatableArray<ConfigProblem> Problems)
{
    /// <summary>Gets what holds without a file.</summary>
    public static AuthFile None { get; } = new(new Dictionary<string, string>(), []);

    /// <summary>Reads the file's root.</summary>
    /// <param name="root">The root; null when there is none.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static AuthFile Read(ConfigNode? root, ConfigErrors faults)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (provider, entry) in root?.Members() ?? [])
        {
            if (entry.Is(JsonValueKind.Object, "an object") && entry.Text("type") is null or "api" && entry.Text("key")?.Trim() is { Length: > 0 } key)
            {
                keys.TryAdd(provider, key);
            }
        }

        return new(keys, faults.Problems.ToEquatableArray());
    }

    // a record would print the keys
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Keys = ").Append(Keys.Count);
        return true;
    }
}
