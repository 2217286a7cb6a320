#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.Anthropic;

internal static class AnthropicRequestReader { public static ChatRequest Read(ReadOnlyMemory<byte> body, RequestHints hints, LossSink losses) => throw new NotImplementedException(); }
