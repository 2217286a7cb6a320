using System.Text;
using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests;

/// <summary>The command that translates. No gateway runs, and there is no configuration.</summary>
public sealed class TranslateTests : IDisposable
{
    private const string Request = """{"model":"m","seed":7,"messages":[{"role":"user","content":"Ünï?"}]}""";

    private const string Response = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"m",
         "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Yes."}}],
         "usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
        """;

    private const string Stream = """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Yes."},"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    private readonly TestHome _home = new();

    [Theory]
    [InlineData]
    [InlineData("-")]
    public async Task A_request_from_standard_input_is_written_to_standard_output(params string[] file)
    {
        _home.Input = Encoding.UTF8.GetBytes(Request);

        Assert.Equal(0, await _home.RunAsync(["translate", "--from", "chat", "--to", "messages", .. file]));

        var request = JsonNode.Parse(_home.Output)!;
        Assert.Equal("m", (string?)request["model"]);
        Assert.NotNull(request["max_tokens"]);
        Assert.Contains("Ünï?", Encoding.UTF8.GetString(_home.Output), StringComparison.Ordinal);
        Assert.Equal("lost: seed", _home.Error.Trim());
        Assert.Empty(_home.Out);
    }

    [Fact]
    public async Task A_response_in_a_file_is_translated_with_response()
    {
        Assert.Equal(0, await _home.RunAsync("translate", "--from", "chat", "--to", "messages", "--response", Write(Response)));

        var response = JsonNode.Parse(_home.Output)!;
        Assert.Equal("Yes.", (string?)response["content"]![0]!["text"]);
        Assert.Equal("end_turn", (string?)response["stop_reason"]);
        Assert.Empty(_home.Error);
    }

    [Fact]
    public async Task A_recorded_stream_is_translated_into_a_stream()
    {
        Assert.Equal(0, await _home.RunAsync("translate", "--from", "CHAT", "--to", "messages", "--response", Write(Stream)));

        var stream = Encoding.UTF8.GetString(_home.Output);
        Assert.StartsWith("event: message_start\n", stream, StringComparison.Ordinal);
        Assert.EndsWith("data: {\"type\":\"message_stop\"}\n\n", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Request)]
    [InlineData(Response, "--response")]
    [InlineData(Stream, "--response")]
    public async Task The_same_protocol_is_the_same_bytes(string body, params string[] options)
    {
        Assert.Equal(0, await _home.RunAsync(["translate", "--from", "chat", "--to", "chat", .. options, Write(body)]));

        Assert.Equal(body, Encoding.UTF8.GetString(_home.Output));
        Assert.Empty(_home.Error + _home.Out);
    }

    [Fact]
    public async Task JSON_has_the_body_and_the_losses()
    {
        Assert.Equal(0, await _home.RunAsync("translate", "--from", "chat", "--to", "messages", "--model", "lab/m-2", "--json", Write(Request)));

        var printed = JsonNode.Parse(_home.Out)!.AsObject();
        Assert.Equal(["body", "losses"], printed.Select(member => member.Key));
        Assert.Equal("lab/m-2", (string?)printed["body"]!["model"]);
        Assert.Equal("seed", (string?)Assert.Single(printed["losses"]!.AsArray()));
        Assert.Empty(_home.Error);
        Assert.Empty(_home.Output);
    }

    [Fact]
    public async Task A_stream_in_JSON_is_a_string()
    {
        Assert.Equal(0, await _home.RunAsync("translate", "--from", "chat", "--to", "messages", "--response", "--json", Write(Stream)));

        var printed = JsonNode.Parse(_home.Out)!;
        Assert.StartsWith("event: message_start\n", (string?)printed["body"], StringComparison.Ordinal);
        Assert.Empty(printed["losses"]!.AsArray());
    }

    [Fact]
    public async Task On_a_terminal_the_body_ends_its_line()
    {
        _home.IsTerminal = true;

        Assert.Equal(0, await _home.RunAsync("translate", "--from", "chat", "--to", "chat", Write(Request)));

        Assert.Equal(Environment.NewLine, _home.Out);
    }

    [Theory]
    [InlineData("--from is missing: name one of chat, responses, messages.", "--to", "chat")]
    [InlineData("--to is missing: name one of chat, responses, messages.", "--from", "chat")]
    [InlineData("--from takes one of chat, responses, messages, not 'gemini'.", "--from", "gemini", "--to", "chat")]
    [InlineData("--to takes one of chat, responses, messages, not 'openai'.", "--from", "chat", "--to", "openai")]
    public async Task Wrong_usage_is_one_line_that_lists_the_protocols_and_code_2(string line, params string[] args)
    {
        Assert.Equal(2, await _home.RunAsync(["translate", .. args]));

        Assert.Equal($"Error: {line} See 'router-maestro translate --help'.", _home.Error.Trim());
        Assert.Empty(_home.Output);
    }

    [Theory]
    [InlineData("translate", "--from", "chat", "--to", "messages")]
    [InlineData("auth", "login", "openai", "--stdin")]
    public async Task A_folder_at_standard_input_is_one_sentence(params string[] args)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var gateway = GatewayHost.Create(_home.Gateway());
        await gateway.StartAsync();
        _home.WriteContext("sk-test", gateway.Address.AbsoluteUri);

        Assert.Equal(1, await CommandLine.RunAsync(args, _home.CliEnvironment() with { OpenInput = () => new FolderStream() }, CancellationToken.None));

        Assert.Equal("Error: Standard input cannot be read: is it a folder?", _home.Error.Trim());
    }

    [Theory]
    [InlineData("Error: the body is empty: it must be a JSON object", "")]
    [InlineData("Error: the body is not valid JSON: see line 1, byte 10", "{\"model\":")]
    [InlineData("Error: 'messages' must be a non-empty array", """{"model":"m"}""")]
    [InlineData("Error: the body is empty: it must be a JSON object", "", "--response")]
    [InlineData("Error: The body is no response, but a provider's error: Too busy now", """{"error":{"message":"Too busy now","type":"server_error"}}""", "--response")]
    public async Task A_body_that_cannot_be_translated_is_one_line_and_code_1(string line, string body, params string[] options)
    {
        Assert.Equal(1, await _home.RunAsync(["translate", "--from", "chat", "--to", "messages", .. options, Write(body)]));

        Assert.Equal(line, _home.Error.Trim());
        Assert.Empty(_home.Output);
        Assert.Empty(_home.Out);
    }

    [Fact]
    public async Task A_missing_file_is_one_clear_line()
    {
        Assert.Equal(1, await _home.RunAsync("translate", "--from", "chat", "--to", "messages", "/nowhere/request.json"));

        Assert.Equal("Error: /nowhere/request.json cannot be read.", _home.Error.Trim());
    }

    [Fact]
    public async Task A_broken_configuration_is_not_read()
    {
        TestHome.Write(_home.ProvidersFile, "{ broken");
        TestHome.Write(_home.ContextsFile, "{ broken");

        Assert.Equal(0, await _home.RunAsync("translate", "--from", "chat", "--to", "responses", Write(Request)));
    }

    public void Dispose() => _home.Dispose();

    private string Write(string body)
    {
        var file = Path.Combine(Path.GetDirectoryName(_home.ProvidersFile)!, "body");
        TestHome.Write(file, body);
        return file;
    }

    /// <summary>What a folder is to a program on Linux: it can be opened, and not be read.</summary>
    private sealed class FolderStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Is a directory");
    }
}
