using System.Globalization;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Reads the settings of an account. Every error names its member.</summary>
internal sealed class CopilotSettingsReader
{
    private static readonly ProviderDefaults _addresses = new([WireProtocol.OpenAIChat]);

    private readonly Dictionary<string, JsonElement> _members;
    private readonly List<string> _errors = [];

    private CopilotSettingsReader(JsonElement options) =>
        _members = options.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).DistinctBy(m => m.Name).ToDictionary(m => m.Name, m => m.Value);

    /// <summary>Returns the errors of the settings, each with the path of its member.</summary>
    public static EquatableArray<string> ErrorsOf(RawJson options)
    {
        Read(options, out var errors);
        return errors;
    }

    /// <summary>Returns how a base address contradicts the settings; null if it does not. It does the work of <c>api_url</c>, so that one of the two is enough.</summary>
    /// <param name="address">The normalized base address.</param>
    /// <param name="options">The settings.</param>
    public static string? ErrorOfAddress(string address, RawJson options)
    {
        var settings = Read(options, out _);
        var name = settings.ApiUrl is { } own && own != address ? "api_url"
            : settings.ApiUrl is null && settings.Domain != CopilotSettings.PublicDomain && address == CopilotSettings.PublicApi ? "github_domain"
            : null;
        return name is null ? null : $"contradicts options.{name}: leave one of the two out";
    }

    /// <summary>Reads the settings.</summary>
    /// <param name="options">The object.</param>
    /// <param name="errors">Receives the errors, each with the path of its member.</param>
    public static CopilotSettings Read(RawJson options, out EquatableArray<string> errors)
    {
        using var document = JsonDocument.Parse(options.Utf8);
        var reader = new CopilotSettingsReader(document.RootElement);
        var settings = reader.Read();
        errors = reader._errors.ToEquatableArray();
        return settings;
    }

    private CopilotSettings Read()
    {
        var own = new CopilotSettings();
        var domain = ReadDomain() ?? own.Domain;
        var isPublic = domain == CopilotSettings.PublicDomain;
        return own with
        {
            Domain = domain,
            GitHubUrl = Address("github_url") ?? "https://" + domain,
            GitHubApiUrl = Address("github_api_url") ?? (isPublic ? own.GitHubApiUrl : "https://api." + domain),
            ApiUrl = Address("api_url"),
            EditorVersion = Field("editor_version") ?? own.EditorVersion,
            PluginVersion = Field("editor_plugin_version") ?? own.PluginVersion,
            IntegrationId = Field("integration_id") ?? own.IntegrationId,
            UserAgent = Field("user_agent") ?? own.UserAgent,
            Intent = Field("intent") ?? own.Intent,
            ApiVersion = Field("api_version") ?? own.ApiVersion,
            ReservePercent = Number("reserve_percent", 0, 100) ?? own.ReservePercent,
            RequestsPerMinute = Count("requests_per_minute"),
            MaxConcurrent = Count("max_concurrent"),
            MaxWait = Duration("max_wait") ?? own.MaxWait,
            RefusedTools = Texts("refused_tools") ?? own.RefusedTools,
        };
    }

    private string? ReadDomain()
    {
        if (Text("github_domain") is not { } text)
        {
            return null;
        }

        var domain = text.Trim().ToLowerInvariant();
        if (Uri.CheckHostName(domain) == UriHostNameType.Dns && domain.Contains('.', StringComparison.Ordinal) && !domain.StartsWith("api.", StringComparison.Ordinal))
        {
            return domain;
        }

        return Wrong<string>("github_domain", "must be the domain of GitHub, such as acme.ghe.com, without https:// and path");
    }

    private string? Address(string name) => Text(name) is not { } text ? null
        : _addresses.NormalizeAddress(text) ?? Wrong<string>(name, EntryRules.AddressRule);

    private string? Field(string name) => Text(name) is not { } text ? null
        : EntryRules.ErrorOf(new HeaderField("x", text.Trim())) is { } error ? Wrong<string>(name, error)
        : text.Trim();

    private string? Text(string name) => !_members.TryGetValue(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text
        : Wrong<string>(name, "must be a text");

    private double? Number(string name, double min, double max)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max)
        {
            return number;
        }

        _errors.Add(string.Create(CultureInfo.InvariantCulture, $"options.{name} must be a number from {min} to {max}"));
        return null;
    }

    private int? Count(string name)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 1)
        {
            return count;
        }

        _errors.Add($"options.{name} must be a whole number of at least 1");
        return null;
    }

    private TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero && time <= TimeSpan.FromMinutes(10))
        {
            return time;
        }

        _errors.Add($"options.{name} must be a time of at most ten minutes, such as \"00:00:30\"");
        return null;
    }

    private string[]? Texts(string name)
    {
        if (!_members.TryGetValue(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : Wrong<string[]>(name, "must be a list of texts");
    }

    private T? Wrong<T>(string name, string error)
        where T : class
    {
        _errors.Add($"options.{name} {error}");
        return null;
    }
}
