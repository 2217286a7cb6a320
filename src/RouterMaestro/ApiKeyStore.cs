using System.Buffers;
using RouterMaestro.AspNetCore.Auth;

namespace RouterMaestro;

/// <summary>Finds or generates the gateway's key.</summary>
/// <param name="contexts">The store of the keys.</param>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class ApiKeyStore(ContextStore contexts, Func<string, string?> variable)
{
    /// <summary>The environment variable of the gateway's key.</summary>
    public const string Variable = "ROUTER_MAESTRO_API_KEY";

    /// <summary>The environment variable of the admin key.</summary>
    public const string AdminVariable = "ROUTER_MAESTRO_ADMIN_KEY";

    // printable ASCII without a space needs no quoting in a header, so that every client can send it
    private static readonly SearchValues<char> _sendable = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)]);

    /// <summary>Gets the file in which keys are stored.</summary>
    public string File => contexts.Path;

    /// <summary>Chooses the key: the given one, else the variable's, else the stored one, else a new one, which is not stored yet.</summary>
    /// <param name="given">The key in the options; null if there is none.</param>
    /// <exception cref="GatewaySetupException">The key cannot be sent in a header, or <c>contexts.json</c> cannot be used.</exception>
    public GatewayKey Choose(string? given) => given is null ? Find() ?? Generate() : Checked(new(given, GatewayKeySource.Given));

    /// <summary>Chooses the admin key: the given one, else the variable's; null if the gateway's key serves for the admin routes too.</summary>
    /// <param name="given">The key in the options; null if there is none.</param>
    /// <exception cref="GatewaySetupException">The key cannot be sent in a header.</exception>
    public string? ChooseAdmin(string? given)
    {
        var key = given ?? (variable(AdminVariable)?.Trim() is { Length: > 0 } value ? value : null);
        return key is null || IsSendable(key)
            ? key
            : throw new GatewaySetupException("The admin key must be plain ASCII without spaces, so that it fits into a header.");
    }

    /// <summary>Stores a key for later commands and starts.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be used.</exception>
    public void Save(GatewayKey key) => contexts.SaveLocalKey(key.Value);

    /// <summary>Finds the key without generating one.</summary>
    /// <exception cref="GatewaySetupException">The key cannot be sent in a header, or <c>contexts.json</c> cannot be read.</exception>
    public GatewayKey? Find()
    {
        if (variable(Variable)?.Trim() is { Length: > 0 } value)
        {
            return Checked(new(value, GatewayKeySource.Environment));
        }

        return contexts.Local().ApiKey is { } stored ? Checked(new(stored, GatewayKeySource.Stored)) : null;
    }

    private static GatewayKey Checked(GatewayKey key) => IsSendable(key.Value)
        ? key
        : throw new GatewaySetupException($"The {key} must be plain ASCII without spaces, so that it fits into a header.");

    private static bool IsSendable(string key) => key.Length > 0 && !key.AsSpan().ContainsAnyExcept(_sendable);

    private static GatewayKey Generate() => new(RandomKey.Create(), GatewayKeySource.Generated);
}
