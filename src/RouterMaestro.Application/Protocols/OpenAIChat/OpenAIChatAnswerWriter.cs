#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

internal static class OpenAIChatAnswerWriter { public static void Write(Utf8JsonWriter json, ChatResponse answer, AnswerOptions options, LossSink losses) => throw new NotImplementedException(); }
