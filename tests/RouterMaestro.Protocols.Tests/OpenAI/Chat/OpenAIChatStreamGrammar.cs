using System.Text.Json;

namespace RouterMaestro.Protocols.Tests.OpenAI.Chat;

/// <summary>Checks that frames are a well-formed stream of chunks.</summary>
internal static class OpenAIChatStreamGrammar
{
    public static void Check(IReadOnlyList<(string Event, string Data)> frames)
    {
        Assert.NotEmpty(frames);
        Assert.All(frames, f => Assert.Equal("", f.Event));
        var hasFailed = frames[^1].Data != "[DONE]";
        var chunks = frames.Take(frames.Count - 1).Select(f => JsonDocument.Parse(f.Data).RootElement).ToList();
        Assert.All(chunks, c => Assert.Equal("chat.completion.chunk", c.GetProperty("object").GetString()));
        Assert.True(chunks.Select(c => c.GetProperty("id").GetString()).Distinct().Count() <= 1, "the id changes");
        CheckCalls(chunks);
        if (hasFailed)
        {
            Assert.NotEqual("", JsonDocument.Parse(frames[^1].Data).RootElement.GetProperty("error").GetProperty("message").GetString());
            Assert.All(chunks, c => Assert.Null(FinishOf(c)));
            return;
        }

        Assert.Equal("assistant", DeltaOf(chunks[0]).GetProperty("role").GetString());
        var end = chunks.FindIndex(c => FinishOf(c) is not null);
        Assert.InRange(end, chunks.Count - 2, chunks.Count - 1);
        if (end == chunks.Count - 2)
        {
            Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
            Assert.Equal(JsonValueKind.Object, chunks[^1].GetProperty("usage").ValueKind);
        }
    }

    /// <summary>Checks that calls are counted from 0, begin with id and name, and have arguments of type string.</summary>
    private static void CheckCalls(List<JsonElement> chunks)
    {
        var begun = 0;
        foreach (var chunk in chunks.Where(c => c.GetProperty("choices").GetArrayLength() > 0))
        {
            if (!DeltaOf(chunk).TryGetProperty("tool_calls", out var calls))
            {
                continue;
            }

            foreach (var call in calls.EnumerateArray())
            {
                var index = call.GetProperty("index").GetInt32();
                if (index == begun)
                {
                    begun++;
                    Assert.Equal(JsonValueKind.String, call.GetProperty("id").ValueKind);
                    Assert.Equal(JsonValueKind.String, call.GetProperty("function").GetProperty("name").ValueKind);
                }

                Assert.InRange(index, 0, begun - 1);
                Assert.Equal(JsonValueKind.String, call.GetProperty("function").GetProperty("arguments").ValueKind);
            }
        }
    }

    private static JsonElement DeltaOf(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta");

    private static string? FinishOf(JsonElement chunk) => chunk.GetProperty("choices").GetArrayLength() == 0
        ? null
        : chunk.GetProperty("choices")[0].GetProperty("finish_reason").GetString();
}
