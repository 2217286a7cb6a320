using System.Text.Json.Nodes;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>A provider as a file describes it.</summary>
/// <param name="Name">The preferred id.</param>
/// <param name="Type">The type; null for a built-in one.</param>
/// <param name="BaseUrl">The address; null for that of a built-in one.</param>
/// <param name="Key">The key.</param>
internal sealed record ProviderSpec(string Name, string? Type, string? BaseUrl, KeySpec Key)
{
    public const string OpenAI = "openai";
    public const string Anthropic = "anthropic";
    public const string Copilot = "github-copilot";
    public const string OpenAICompatible = "openai-compatible";
    public const string AnthropicCompatible = "anthropic-compatible";

    /// <summary>Gets the protocols, with commas, if they are not those of the type.</summary>
    public string? Protocols { get; init; }

    /// <summary>Gets the variable that the program reads if the file names none; null if there is none.</summary>
    public string? DefaultVariable { get; init; }

    /// <summary>Gets whether the provider is one of those that the gateway has without an entry.</summary>
    public bool IsBuiltIn => Type is null;

    /// <summary>Gets whether the server is on the gateway's own machine, so that it is called without a key if there is none.</summary>
    public bool IsLocal => Uri.TryCreate(BaseUrl, UriKind.Absolute, out var address) && address.IsLoopback;

    /// <summary>Returns whether a name is that of a provider which the gateway has without an entry.</summary>
    public static bool IsReserved(string name) => name.ToLowerInvariant() is OpenAI or Anthropic or Copilot || name.StartsWith(Copilot + "@", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns a name that says where a server is: <c>llm.example.com</c>, <c>local-8000</c> or <c>host-10.0.0.7</c>.</summary>
    public static string NameFor(Uri address)
    {
        const string Api = "api.";
        var host = address.IsLoopback ? "local"
            : address.HostNameType != UriHostNameType.Dns ? $"host-{address.Host.Trim('[', ']').Replace(':', '.')}"
            : address.Host.StartsWith(Api, StringComparison.Ordinal) ? address.Host[Api.Length..]
            : address.Host;
        return address.IsDefaultPort ? host : FormattableString.Invariant($"{host}-{address.Port}");
    }

    /// <summary>Returns the same provider with its address, for an entry under another name than the built-in one.</summary>
    public ProviderSpec Outside() => Name == Anthropic
        ? this with { Type = AnthropicCompatible, BaseUrl = "https://api.anthropic.com/v1" }
        : this with { Type = OpenAICompatible, BaseUrl = "https://api.openai.com/v1", Protocols = "chat,responses" };

    /// <summary>Returns the key that the gateway needs for this provider under a name; null if it needs none.</summary>
    public ImportedKey? KeyFor(string name)
    {
        if (name.StartsWith(Copilot, StringComparison.Ordinal) && IsBuiltIn)
        {
            return null;
        }

        var own = OwnVariable(name);
        return Key switch
        {
            { Variable: { } variable } when EntryRules.ErrorOfVariable(variable) is null => new(name, variable, "named in the file"),
            { Variable: not null } => new(name, DefaultVariable ?? own, "the file names a variable that cannot hold a provider's key"),
            { IsLiteral: true } when IsLocal => null,
            { IsLiteral: true } => new(name, DefaultVariable ?? own, "the file holds the key itself, which is not copied"),
            _ when IsLocal => null,
            _ when DefaultVariable is { } variable => new(name, variable, "the file names none"),
            _ => new(name, own, "the file has no key"),
        };
    }

    /// <summary>Returns the variable that a server on the gateway's own machine could want, whose key in the file is not copied; null if there is none.</summary>
    public string? UnusedVariable(string name) => IsLocal && Key.IsLiteral ? OwnVariable(name) : null;

    // no shell can set a variable that begins with a digit
    private static string OwnVariable(string name) => ProviderKeys.VariableFor(name) is { } variable && !char.IsAsciiDigit(variable[0]) ? variable : $"PROVIDER_{ProviderKeys.VariableFor(name) ?? "API_KEY"}";

    /// <summary>Returns the members of an entry but for the models.</summary>
    public JsonObject ToEntry(string name)
    {
        JsonObject entry = [];
        if (Type is not null)
        {
            (entry["type"], entry["baseURL"]) = (Type, BaseUrl);
        }

        JsonObject options = [];
        if (KeyFor(name) is { } key && !(IsBuiltIn && key.Variable == ProviderKeys.VariableFor(name)))
        {
            options["api_key_env"] = key.Variable;
        }

        if (Protocols is { } protocols)
        {
            options["protocols"] = new JsonArray([.. protocols.Split(',').Select(protocol => (JsonNode)protocol)]);
        }

        if (options.Count > 0)
        {
            entry["options"] = options;
        }

        return entry;
    }
}
