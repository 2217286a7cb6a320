using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Finds variables by which clients that start in this shell go elsewhere, or differ from what their settings say.</summary>
internal sealed class ClientVariablesCheck(KnownGateways gateways, ApiKeyStore keys, CliEnvironment environment) : IDoctorCheck
{
    private static readonly (string Variable, string Client)[] _addresses =
    [
        ("ANTHROPIC_BASE_URL", "Claude Code and Anthropic's libraries"),
        ("ANTHROPIC_BEDROCK_BASE_URL", "Claude Code with Amazon Bedrock"),
        ("ANTHROPIC_VERTEX_BASE_URL", "Claude Code with Google Vertex AI"),
        ("OPENAI_BASE_URL", "OpenAI's libraries and many clients"),
        ("OPENAI_API_BASE", "older clients of OpenAI's protocol"),
        ("COPILOT_PROVIDER_BASE_URL", "Copilot CLI"),
        ("GOOGLE_GEMINI_BASE_URL", "Gemini CLI"),
    ];

    private static readonly string[] _elsewhere = ["CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDE_CODE_USE_FOUNDRY"];

    private static readonly string[] _choices =
    [
        "ANTHROPIC_MODEL", "ANTHROPIC_SMALL_FAST_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL", "ANTHROPIC_DEFAULT_HAIKU_MODEL",
        "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_BETAS",
    ];

    public string Group => "Environment";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>(
    [
        .. _addresses.Where(address => environment.NonBlank(address.Variable) is not null).Select(Describe),
        .. _elsewhere.Where(variable => environment.NonBlank(variable) is { } value && value is not ("0" or "false")).Select(variable =>
            Finding.Warning(variable, "Claude Code calls a cloud instead of a gateway.", "unset it where Claude Code is to use the gateway.")),
        .. Tokens(),
        .. _choices.Where(variable => environment.NonBlank(variable) is not null).Select(variable =>
            Finding.Note(variable, "Claude Code that starts in this shell takes it into account.")),
    ]);

    private Finding Describe((string Variable, string Client) address)
    {
        var value = environment.NonBlank(address.Variable)!;
        return UrlText.Parse(value) is not { } uri
            ? Finding.Warning(address.Variable, $"It is no address, and {address.Client} read it.", "correct it, or unset it.")
            : gateways.Find(uri) is { } context
                ? Finding.Ok(address.Variable, $"{UrlText.Origin(uri)}, the gateway of the context '{context}'")
                : Finding.Warning(address.Variable, $"It sends {address.Client} to {UrlText.Origin(uri)}, which is no gateway of yours.", $"unset it, or set it to {gateways.LocalAddress}.");
    }

    // Claude Code 2.1.330 sends ANTHROPIC_AUTH_TOKEN as Authorization, ANTHROPIC_API_KEY as x-api-key
    private IEnumerable<Finding> Tokens()
    {
        var (token, key) = (environment.NonBlank("ANTHROPIC_AUTH_TOKEN"), environment.NonBlank("ANTHROPIC_API_KEY"));
        if (token is not null && key is not null)
        {
            yield return Finding.Warning("ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY is set too, so that Claude Code has two keys to choose from.", "unset one of them where Claude Code starts.");
        }

        var isOurs = UrlText.Parse(environment.NonBlank("ANTHROPIC_BASE_URL") ?? "") is { } address && gateways.Find(address) == GatewayContext.Local;
        if (isOurs && (token ?? key) is { } sent && FindKey() is { } own && sent != own)
        {
            yield return Finding.Note(
                token is null ? "ANTHROPIC_API_KEY" : "ANTHROPIC_AUTH_TOKEN",
                $"It is not the key of the gateway that ANTHROPIC_BASE_URL names: the gateway accepts it only if it is one of its named keys ('{ProductInfo.Name} key list').");
        }
        else if (key is not null && !isOurs)
        {
            yield return Finding.Note("ANTHROPIC_API_KEY", "A gateway that starts in this shell uses it for 'anthropic', and so does Claude Code without the gateway.");
        }
    }

    private string? FindKey()
    {
        try
        {
            return keys.Find()?.Value;
        }
        catch (GatewaySetupException)
        {
            return null;
        }
    }
}
