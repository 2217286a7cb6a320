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
    public GatewayKey Choose(string? given)
    {
        if (given is not null)
        {
            return Checked(new(given, GatewayKeySource.Given));
        }

        try
        {
            return Find() ?? Generate();
        }
        catch (GatewaySetupException exception) when (exception.InnerException is IOException or UnauthorizedAccessException)
        {
            throw WithAdvice(exception);
        }
    }

    /// <summary>Chooses the admin key: the given one, else the variable's; null if the gateway's key serves for the admin routes too.</summary>
    /// <param name="given">The key in the options; null if there is none.</param>
    /// <exception cref="GatewaySetupException">The key cannot be sent in a header.</exception>
    public string? ChooseAdmin(string? given)
    {
        var key = given ?? (variable(AdminVariable)?.Trim() is { Length: > 0 } value ? value : null);
        return key is null || ErrorOf(key) is not { } error
            ? key
            : throw new GatewaySetupException($"{(given is null ? AdminVariable : $"{nameof(GatewayOptions)}.{nameof(GatewayOptions.AdminKey)}")} {error}.");
    }

    /// <summary>Stores a key for later commands and starts.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be used.</exception>
    public void Save(GatewayKey key) => contexts.SaveLocalKey(key.Value);

    /// <summary>Stores a generated key, without which the gateway cannot be called.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GatewaySetupException"><c>contexts.json</c> cannot be used. The message says how to do without it.</exception>
    public void SaveGenerated(GatewayKey key)
    {
        try
        {
            Save(key);
        }
        catch (GatewaySetupException exception)
        {
            throw WithAdvice(exception);
        }
    }

    /// <summary>Returns the error of a key, which follows its source; null if every client can send it.</summary>
    /// <param name="key">The key.</param>
    public static string? ErrorOf(string key) =>
        key.Length == 0 ? "must not be empty"
        : key.AsSpan().ContainsAnyExcept(_sendable) ? "must be plain ASCII without spaces, so that it fits into a header"
        : null;

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

    private static GatewaySetupException WithAdvice(GatewaySetupException exception) =>
        new($"{exception.Message.TrimEnd('.')}: let this user read and write it, or set {Variable}, which needs no file.", exception.InnerException);

    private GatewayKey Checked(GatewayKey key) => ErrorOf(key.Value) is { } error
        ? throw new GatewaySetupException($"{NameOf(key.Source)} {error}.")
        : key;

    private string NameOf(GatewayKeySource source) => source switch
    {
        GatewayKeySource.Given => $"{nameof(GatewayOptions)}.{nameof(GatewayOptions.ApiKey)}",
        GatewayKeySource.Environment => Variable,
        _ => $"{contexts.Path}: '{ContextStore.KeyPath(GatewayContext.Local)}'",
    };

    private static GatewayKey Generate() => new(RandomKey.Create(), GatewayKeySource.Generated);
}
