using RouterMaestro.Cli.Parsing;
using RouterMaestro.Cli.Serving;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says of each setting that can be set in several places which one wins.</summary>
internal sealed class SettingsCheck(ContextStore contexts, CliEnvironment environment) : IDoctorCheck
{
    private static readonly (string Variable, string Provider)[] _addresses =
    [
        ("ROUTER_MAESTRO_OPENAI_BASE_URL", "openai"),
        ("ROUTER_MAESTRO_ANTHROPIC_BASE_URL", "anthropic"),
    ];

    public string Group => "Settings";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        try
        {
            findings.Add(Context());
            findings.AddRange(Keys(contexts.Local()));
        }
        catch (GatewaySetupException)
        {
            findings.Add(Finding.Note("Context", "unknown: contexts.json cannot be used."));
        }

        findings.Add(Value("Log level", LogLevels.Variable, "INFO", () => LogLevels.Choose(option: null, environment)));
        findings.Add(Value("Drain timeout", DrainTimeout.Variable, "30 s", () => DrainTimeout.Choose(option: null, environment.Variable)));
        findings.Add(Value("Memory share", MemoryShare.Variable, "50 %", () => MemoryShare.Choose(environment.Variable)));
        findings.AddRange(_addresses.Where(address => environment.NonBlank(address.Variable) is not null).Select(address => Finding.Note(
            $"Address of {address.Provider}", $"{UrlText.Origin(environment.NonBlank(address.Variable)!)}, from {address.Variable}, in place of providers.json.")));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }

    private Finding Context() => Finding.Ok(
        "Context", $"'{contexts.CurrentName()}', from {(environment.ContextName is null ? "contexts.json" : $"--context or {GlobalSwitches.ContextVariable}")}");

    private IEnumerable<Finding> Keys(GatewayContext local)
    {
        yield return Key("API key", ApiKeyStore.Variable, local.ApiKey, GatewayContext.ApiKeyMember, "none yet: the first 'server start' makes one");
        yield return Key("Admin key", ApiKeyStore.AdminVariable, local.AdminKey, GatewayContext.AdminKeyMember, "the API key serves for both");
    }

    private Finding Key(string subject, string variable, string? stored, string member, string none)
    {
        var place = $"'{ContextStore.KeyPath(GatewayContext.Local, member)}' in contexts.json";
        var (key, source) = environment.NonBlank(variable) is { } set ? (set, variable) : (stored, place);
        return key is null ? Finding.Ok(subject, none)
            : ApiKeyStore.ErrorOf(key) is { } error ? Finding.Problem(subject, $"The key of {source} {error}.", $"choose another, or remove it so that '{ProductInfo.Name} server start' makes one.")
            : source == variable && stored is not null && stored != key ? Finding.Note(subject, $"from {variable}, which wins over the other key of {place}")
            : Finding.Ok(subject, $"from {source}");
    }

    private Finding Value<T>(string subject, string variable, string standard, Func<T> choose)
    {
        try
        {
            choose();
            return Finding.Ok(subject, environment.NonBlank(variable) is { } value ? $"{value}, from {variable}" : $"{standard}, since {variable} is not set");
        }
        catch (Exception exception) when (exception is CommandFailedException or GatewaySetupException)
        {
            return Finding.Problem(subject, exception.Message, $"correct {variable}, or unset it.");
        }
    }
}
