#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.Anthropic;

internal static class AnthropicRequestWriter { public static void Write(Utf8JsonWriter json, ChatRequest request, RequestTarget target, LossSink losses) => throw new NotImplementedException(); }
