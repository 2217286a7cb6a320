using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Servers;
using RouterMaestro.Protocols.Abstractions.Servers;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>GitHub Copilot: an account at GitHub whose models are called in three protocols.</summary>
/// <param name="store">Stores logins.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Learns of tokens that cannot be stored.</param>
internal sealed class CopilotModule(CredentialStore store, TimeProvider clock, ILogger<CopilotModule> logger) : IProviderModule, ILoginModule
{
    /// <summary>The type, and the id of the account that needs no entry; further accounts are <c>github-copilot@name</c>.</summary>
    public const string Name = "github-copilot";

    private const int MaxBytes = 256 * 1024;

    // the others are those of the protocol
    private static readonly Dictionary<WireProtocol, string> _paths = new() { [WireProtocol.AnthropicMessages] = "/v1/messages" };
    private static readonly Dictionary<WireProtocol, string> _countPaths = new() { [WireProtocol.AnthropicMessages] = "/v1/messages/count_tokens" };

    // guards have no state, so that all accounts share them
    private static readonly EquatableArray<IStreamGuard> _guards = [new LeakGuard(), new InvokeRecovery()];

    private readonly CopilotAccounts _accounts = new(clock);

    public string Type => Name;

    public string DisplayName => "GitHub Copilot";

    public ProviderDefaults Defaults { get; } = new([WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses, WireProtocol.AnthropicMessages])
    {
        BaseAddress = CopilotSettings.PublicApi,
        IsBuiltIn = true,
        Vendor = "github-copilot",
        AllowsAccounts = true,
        AcceptsLogin = true,
        Options = CopilotSettings.Names.ToEquatableArray(),
        FindOptionErrors = CopilotSettingsReader.ErrorsOf,
        FindAddressError = CopilotSettingsReader.ErrorOfAddress,
        OwnHeaders = CopilotHeaders.Own,
        FindKeyError = CopilotRefusal.ErrorOfToken,
        GuessProtocols = CopilotModelList.GuessProtocols,
        FindAddress = static (options, baseAddress) => SettingsOf(options, baseAddress).DefaultApiUrl,
    };

    public ProviderParts Create(ProviderModuleContext context)
    {
        var settings = SettingsOf(context.Options, context.BaseAddress);
        return new ProviderParts(new CopilotCredentials(context, settings, store, _accounts, clock, logger))
        {
            Customizer = new CopilotHeaders(settings),
            ReadModels = body => CopilotModelList.Read(context.Id, body),
            FindPath = static (protocol, _) => _paths.GetValueOrDefault(protocol),
            FindCountPath = static (protocol, _) => _countPaths.GetValueOrDefault(protocol),
            Adapter = new CopilotRequestAdapter(settings),
            Pace = new(settings.RequestsPerMinute, settings.MaxConcurrent, settings.MaxWait),
            FindReserveReason = () => _accounts.LowestPercent(context.Id) is { } left && left <= settings.ReservePercent
                ? string.Create(CultureInfo.InvariantCulture, $"{left:0.#} % of a limit of its account is left")
                : null,
            Repair = new CopilotRepair(),
            Guards = _guards,
            StripsBetas = true,
            OmitsHops = settings.ApiUrl is null,
            Extras = new CopilotExtras(context.Id, _accounts),
            AttemptIdHeader = CopilotHeaders.AttemptId,
            SendsBearer = true,
            SplitsChoices = true,
            WantsInputList = true,
            RenamesMaxTokens = true,
            Server = ServerKnowledge.Fixed(ServerFacts.OpenAI with { TakesDeveloperRole = false }),
            GuessEfforts = CopilotEfforts.Guess,
            FindFinishOfEmpty = CopilotEmptyResponse.FinishOf,
            StreamUsage = context.StreamUsage,
            SupportsThinkingParameter = context.SupportsThinkingParameter ?? false,
        };
    }

    public Task<DeviceCode> BeginLoginAsync(LoginContext context, CancellationToken cancellationToken) =>
        GitHubDeviceFlow.BeginAsync(SettingsOf(context.Options), context.Http, cancellationToken);

    public Task<DeviceAnswer> AskAsync(LoginContext context, DeviceCode code, CancellationToken cancellationToken) =>
        GitHubDeviceFlow.AskAsync(SettingsOf(context.Options), context.Http, code, cancellationToken);

    public string? FindLoginTokenError(string token) => CopilotRefusal.ErrorOfLoginToken(token);

    public async Task<StoredLogin> CompleteLoginAsync(LoginContext context, string token, bool isNew, CancellationToken cancellationToken)
    {
        var exchange = new CopilotTokenExchange(context.Provider, SettingsOf(context.Options), context.Http, clock);
        CopilotToken access;
        try
        {
            access = await exchange.RunAsync(token, isNew, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (!isNew && exception.StatusCode == HttpStatusCode.NotFound)
        {
            throw CopilotRefusal.OfForeignToken(context.Provider);
        }

        _accounts.SetRefusal(context.Provider, token, null);
        return new StoredLogin(token) { Access = access.Secret, ExpiresAt = access.ExpiresAt, ApiEndpoint = access.Endpoint };
    }

    public EquatableArray<AccountLimit> LimitsOf(string provider) => _accounts.LimitsOf(provider);

    public string? RefusalOf(string provider, string token) => _accounts.RefusalOf(provider, token);

    public async Task<JsonObject> ReadQuotaAsync(LoginContext context, string token, CancellationToken cancellationToken)
    {
        var settings = SettingsOf(context.Options);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.GitHubApiUrl + "/copilot_internal/user");
        GitHubRequests.Authorize(request, token, settings);
        using var response = await context.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await GitHubRequests.ReadAsync(response, MaxBytes, cancellationToken).ConfigureAwait(false);
        if ((int)response.StatusCode is 401 or 403)
        {
            throw CopilotRefusal.Of(context.Provider, store.FindLogin(context.Provider)?.Token == token, (int)response.StatusCode, GitHubRequests.MessageOf(body, token));
        }

        try
        {
            return response.IsSuccessStatusCode && JsonNode.Parse(body.Span) is JsonObject account
                ? account
                : throw new HttpRequestException($"GitHub answered the question for the quotas with status {(int)response.StatusCode}.");
        }
        catch (JsonException exception)
        {
            throw new HttpRequestException("GitHub's answer about the quotas is not valid.", exception);
        }
    }

    private static CopilotSettings SettingsOf(RawJson options, string baseAddress)
    {
        var settings = SettingsOf(options);
        return baseAddress == CopilotSettings.PublicApi ? settings : settings with { ApiUrl = settings.ApiUrl ?? baseAddress };
    }

    private static CopilotSettings SettingsOf(RawJson options)
    {
        var settings = CopilotSettingsReader.Read(options, out var errors);
        return errors.IsEmpty ? settings : throw new ArgumentException(string.Join("; ", errors));
    }
}
