using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot.Rules;
using RouterMaestro.Testing.Json;
using RouterMaestro.Testing.Rendering;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Copilot;

/// <summary>Answers as Copilot's API does: the catalog and the model endpoints.</summary>
internal sealed class CopilotApi(CopilotSimulator simulator, CopilotSimulatorOptions options, CopilotTokens tokens)
{
    private readonly ConcurrentDictionary<string, byte> _requestIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly CopilotSignatures _signatures = new();
    private readonly UpstreamSimulatorOptions _protocolRules = new() { ValidatesRequests = options.ValidatesRequests, HasVendorRules = false };

    /// <summary>Makes the reply to a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path below the address of the API.</param>
    /// <param name="script">Takes the next step for a request that is not refused.</param>
    /// <param name="context">The context of the reply.</param>
    public SimulatedReply Answer(ReceivedRequest request, string path, Func<ReceivedRequest, SimulatedStep?> script, RenderContext context)
    {
        var isNew = TakeRequestId(request);
        if (!IsRoute(request.Method, path))
        {
            return Renderer.Render(CopilotStep.PlainText(404, "404 page not found"), context);
        }

        var (account, refusal) = Authorize(request);
        var model = simulator.Models.FirstOrDefault(m => m.Id == request.Model);
        refusal ??= HeaderRefusal(request, path, isNew) ?? (request.Method == "POST" ? BodyRefusal(request, path, model) : null);
        var step = refusal ?? script(request);
        var reply = step is DelayedStep delayed
            ? Later(Reply(null, request, path, account!, model, context), delayed.Delay)
            : Reply(step, request, path, account, model, context);
        return reply with { Headers = [.. reply.Headers, .. Headers(request, account)] };
    }

    /// <summary>Refuses a request to a host that does not serve the accounts.</summary>
    public SimulatedReply Misdirect(ReceivedRequest request, RenderContext context)
    {
        TakeRequestId(request);
        return Renderer.Render(CopilotStep.Misdirected(), context);
    }

    /// <summary>Puts a wait before a reply.</summary>
    public static SimulatedReply Later(SimulatedReply reply, TimeSpan delay) => reply with { Acts = reply.Acts.Prepend(new ReplyAct.Wait(delay)) };

    private static bool IsRoute(string method, string path) => (method, path) is ("GET", "/models")
        or ("POST", CopilotModel.Chat or CopilotModel.Responses or CopilotModel.Messages or CopilotModel.Messages + "/count_tokens" or CopilotModel.Embeddings);

    private static string EndpointOf(string path) => path.StartsWith(CopilotModel.Messages, StringComparison.Ordinal) ? CopilotModel.Messages : path;

    private static IEnumerable<KeyValuePair<string, string>> Headers(ReceivedRequest request, CopilotAccount? account)
    {
        yield return new("x-request-id", request.Headers.GetValueOrDefault("X-Request-Id") ?? Guid.NewGuid().ToString());
        yield return new("x-github-request-id", $"51A1:{request.Number:X6}");
        foreach (var (name, limit) in account?.Limits ?? new Dictionary<string, CopilotLimit>())
        {
            yield return new(CopilotLimit.HeaderOf(name), limit.ToHeader());
        }
    }

    // refused requests count too: each attempt needs an id of its own
    private bool TakeRequestId(ReceivedRequest request) =>
        request.Headers.GetValueOrDefault("X-Request-Id") is not { } id || _requestIds.TryAdd(id, 0);

    private (CopilotAccount? Account, SimulatedError? Refusal) Authorize(ReceivedRequest request)
    {
        if (request.Headers.GetValueOrDefault("Authorization") is not { } header)
        {
            return (null, CopilotStep.PlainText(401, "unauthorized: no authorization header"));
        }

        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return (null, CopilotStep.PlainText(400, "bad request: Authorization header is badly formatted"));
        }

        var value = header["Bearer ".Length..];
        if (value.StartsWith("ghp_", StringComparison.Ordinal))
        {
            return (null, CopilotStep.PlainText(
                400, "checking third-party user token: bad request: Personal Access Tokens are not supported for this endpoint"));
        }

        var token = tokens.FindCopilot(value);
        var account = token?.Account ?? (simulator.AcceptsGitHubTokens ? tokens.FindGitHub(value) : null);
        return account is null ? (null, CopilotStep.PlainText(401, "unauthorized: unauthorized: AuthenticateToken authentication failed"))
            : token is not null && !tokens.IsValid(token) ? (null, CopilotStep.PlainText(401, "IDE token expired: unauthorized: token expired"))
            : !account.HasLicence ? (account, CopilotStep.PlainText(403, "unauthorized: not licensed to use Copilot"))
            : (account, null);
    }

    private SimulatedError? HeaderRefusal(ReceivedRequest request, string path, bool isNew)
    {
        var text = CopilotHeaderRules.ApiViolation(request.Headers, request.Method == "POST")
            ?? (isNew ? null : "bad request: X-Request-Id was used before");
        if (text is not null)
        {
            return CopilotStep.PlainText(400, text);
        }

        return EndpointOf(path) != CopilotModel.Messages ? null
            : request.Headers.GetValueOrDefault("anthropic-version") != "2023-06-01"
            ? CopilotStep.Error(400, "anthropic-version: \"2023-06-01\" is the only supported version", "invalid_request_body")
            : Step(CopilotPayloadRules.BetaViolation(request.Headers.GetValueOrDefault("anthropic-beta"), simulator.RefusedBetas));
    }

    private SimulatedError? BodyRefusal(ReceivedRequest request, string path, CopilotModel? model)
    {
        if (request.Json is not { ValueKind: JsonValueKind.Object } body)
        {
            return CopilotStep.Error(400, "failed to parse request", "invalid_request_body");
        }

        if (model is not { IsPolicyEnabled: true })
        {
            return CopilotStep.Error(400, "The requested model is not supported.", "model_not_supported", "model");
        }

        var endpoint = EndpointOf(path);
        if (!model.IsServedAt(endpoint))
        {
            return CopilotStep.Error(400, $"model \"{model.Id}\" is not accessible via the {endpoint} endpoint", "unsupported_api_for_model");
        }

        return Step(PayloadViolation(body, endpoint, model)
            ?? (endpoint == CopilotModel.Embeddings ? null : CopilotConversation.Violation(request, body)))
            ?? (ProviderRules.Refusal(request, _protocolRules) is SimulatedError error
                ? CopilotStep.Error(400, error.Message ?? "invalid request", "invalid_request_body")
                : null);
    }

    private CopilotRefusal? PayloadViolation(JsonElement body, string endpoint, CopilotModel model) => (endpoint switch
    {
        CopilotModel.Chat => CopilotPayloadRules.ChatViolation(body, model.Id),
        CopilotModel.Responses => CopilotPayloadRules.ResponsesViolation(body, model.Id, simulator.RefusedTools)
            ?? (simulator.ChecksEncryptedReasoning ? CopilotReasoningRules.EncryptionViolation(body, _signatures.IsKnown) : null),
        CopilotModel.Messages => CopilotPayloadRules.MessagesViolation(body, model.Id, model.ReasoningEfforts is not { Count: 0 }, model.HasThinkingBudget)
            ?? (simulator.ChecksSignatures ? CopilotReasoningRules.SignatureViolation(body, _signatures.IsKnown) : null),
        _ => body.Get("input") is { ValueKind: JsonValueKind.Array } ? null : new("input must be an array", Param: "input"),
    }) ?? CopilotReasoningRules.EffortViolation(body, model.Id, model.ReasoningEfforts);

    private static SimulatedError? Step(CopilotRefusal? refusal) =>
        refusal is null ? null : CopilotStep.Error(400, refusal.Message, refusal.Code, refusal.Param);

    private SimulatedReply Reply(
        SimulatedStep? step, ReceivedRequest request, string path, CopilotAccount? account, CopilotModel? model, RenderContext context) => (step, request.Operation) switch
        {
            (QuirkedStep quirked, _) => Quirked(quirked, Bill(request, path, account!, model!, context), context),
            (SimulatedResponse response, _) => Quirked(new QuirkedStep(response, simulator.Quirks), Bill(request, path, account!, model!, context), context),
            (null, SimulatedOperation.Generate) => Reply(SimulatedResponse.Echo(), request, path, account, model, context),
            (null, SimulatedOperation.Models) => Renderer.Render(Catalog(), context),
            (null or SimulatedVectors, SimulatedOperation.Embed) => Vectors(step, Bill(request, path, account!, model!, context), context),
            (null, _) => StandardReplies.For(context),
            _ => Renderer.Render(step, context),
        };

    private SimulatedReply Quirked(QuirkedStep step, CopilotBill bill, RenderContext context)
    {
        var response = CopilotEditor.Prepare(step, context);
        _signatures.AddAll(response);
        return Renderer.Render(response, context with
        {
            ChatReasoningField = CopilotChatEdits.ReasoningKeys(step.Quirks).Text,
            IsObfuscated = step.Quirks.HasFlag(CopilotQuirks.Obfuscated),
            Editor = new CopilotEditor(new CopilotReply(response, step.Quirks, context, bill, _signatures)),
        });
    }

    private static SimulatedReply Vectors(SimulatedStep? step, CopilotBill bill, RenderContext context) =>
        Renderer.Render(step ?? SimulatedVectors.Computed, context with { Editor = new CopilotVectorsEditor(bill) });

    private SimulatedRawResponse Catalog() => SimulatedResponse.Raw(200, "application/json", WireJson.Bytes(new JsonObject
    {
        ["data"] = new JsonArray([.. simulator.Models.Select(m => m.ToJson())]),
        ["object"] = "list",
    }));

    private CopilotBill Bill(ReceivedRequest request, string path, CopilotAccount account, CopilotModel model, RenderContext context) =>
        new(simulator.Ledger, model.Prices ?? options.Prices, context.Time, new CopilotCharge(
            request.Headers["X-Request-Id"], account.Login, model.Id, path, 0, new SimulatedUsage(0, 0), default));
}
