using System.Text.Json;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing.Requests;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing;

/// <summary>What a provider refuses before it thinks about an answer.</summary>
internal static class ProviderRules
{
    public static SimulatedStep? Refusal(ReceivedRequest request, UpstreamSimulatorOptions options) =>
        !IsAuthorized(request, options.RequiredKey) ? SimulatedFault.Status(401)
        : request.Operation is not (SimulatedOperation.Generate or SimulatedOperation.CountTokens or SimulatedOperation.Embed) ? null
        : request.Json is not { ValueKind: JsonValueKind.Object } body ? Invalid("We could not parse the JSON body of your request.")
        : options.ValidatesRequests && Violation(request, body, options) is { } violation ? violation
        : options.RejectsUnknownFields && request.Operation != SimulatedOperation.Embed && KnownFields.Violation(body, request.Protocol) is { } stranger ? stranger
        : options.RejectsUnknownModels && !options.Models.Contains(request.Model) ? SimulatedFault.UnknownModel(request.Model)
        : null;

    private static bool IsAuthorized(ReceivedRequest request, string? key) => key is null
        || request.Headers.GetValueOrDefault("Authorization") == $"Bearer {key}"
        || request.Headers.GetValueOrDefault("x-api-key") == key;

    private static SimulatedError? Violation(ReceivedRequest request, JsonElement body, UpstreamSimulatorOptions options)
    {
        if (request.Protocol == WireProtocol.AnthropicMessages && !request.Headers.ContainsKey("anthropic-version"))
        {
            return Invalid("anthropic-version: header is required");
        }

        var rule = request.Operation == SimulatedOperation.Embed ? EmbeddingsRules.Violation(body)
            : request.Protocol == WireProtocol.AnthropicMessages
            ? MessagesRules.Violation(body, request.Operation)
            : request.Protocol == WireProtocol.OpenAIResponses ? ResponsesRules.Violation(body)
            : ChatRules.Violation(body) ?? CompatibleServerRules.Violation(body, options.Server) ?? ThoughtSignatureRules.Violation(body, options.Server);
        rule ??= request.Operation == SimulatedOperation.Embed ? null
            : ToolNameRules.Violation(body, request.Protocol)
                ?? SchemaViolation(request.Protocol, body, options.Server);
        return rule is { } broken ? Invalid(broken.Message) with { Param = broken.Param }
            : options.HasVendorRules && request.Operation == SimulatedOperation.Generate && ModelRules.Violation(body, request.Protocol, options.Server) is { } refused
            ? SimulatedFault.Status(refused.Status, refused.Message) with { Param = refused.Param }
            : null;
    }

    // servers of open models build a grammar of nearly every schema
    private static (string? Param, string Message)? SchemaViolation(WireProtocol protocol, JsonElement body, SimulatedServer server) =>
        protocol == WireProtocol.AnthropicMessages ? AnthropicSchemaRules.Violation(body)
        : server == SimulatedServer.OpenAI ? OpenAISchemaRules.Violation(body, protocol)
        : null;

    private static SimulatedError Invalid(string message) => SimulatedFault.Status(400, message);
}
