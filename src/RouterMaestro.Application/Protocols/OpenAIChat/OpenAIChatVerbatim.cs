#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

internal static class OpenAIChatVerbatim { public static VerbatimReading Read(ReadOnlySpan<byte> body) => throw new NotImplementedException(); }
