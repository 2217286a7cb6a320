#!/usr/bin/env bash
# extensions-ai-openai-responses-stream.sh: Microsoft.Extensions.AI.OpenAI 10.11.0 cannot stream Responses with OpenAI 2.15.0.
#
# Packages:  NuGet Microsoft.Extensions.AI.OpenAI 10.11.0 with OpenAI 2.15.0, then with OpenAI 2.14.0, on net10.0.
# Behaviour: 10.11.0 was built against OpenAI 2.14.0 and asks for "2.14.0 or newer", so 2.15.0 restores and builds with
#            warnings as errors. There ResponsesClient.CreateResponseStreamingAsync returns
#            Task<AsyncStreamingResult<StreamingResponseUpdate>> in the place of
#            AsyncCollectionResult<StreamingResponseUpdate>, and IChatClient.GetStreamingResponseAsync over a
#            ResponsesClient throws MissingMethodException before it sends a request. The buffered GetResponseAsync works.
#            With OpenAI 2.14.0 both work.
# Seen:      the lines in expected.txt below.
# Exit code: 0 as stated, 1 changed, 2 the program could not be restored, built or run.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES=$folder/packages DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cat > expected.txt <<'END'
Microsoft.Extensions.AI.OpenAI 10.11.0, built against OpenAI 2.14.0, with OpenAI 2.15.0
CreateResponseStreamingAsync returns Task<AsyncStreamingResult<StreamingResponseUpdate>>
buffered | requests: 1 | text 'one two'
streamed | requests: 0 | MissingMethodException
Microsoft.Extensions.AI.OpenAI 10.11.0, built against OpenAI 2.14.0, with OpenAI 2.14.0
CreateResponseStreamingAsync returns AsyncCollectionResult<StreamingResponseUpdate>
buffered | requests: 1 | text 'one two'
streamed | requests: 1 | text 'one two'
END

common='"id":"resp_1","object":"response","created_at":1,"model":"model","tools":[],"tool_choice":"auto","parallel_tool_calls":true'
part='{"type":"output_text","text":"one two","annotations":[]}'
item='{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":['$part']}'
place='"item_id":"msg_1","output_index":0,"content_index":0'
cat > response.json <<END
{$common,"status":"completed","output":[$item],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}
END
cat > events.jsonl <<END
{"type":"response.created","sequence_number":0,"response":{$common,"status":"in_progress","output":[]}}
{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":${item/"$part"/}}
{"type":"response.content_part.added","sequence_number":2,$place,"part":${part/one two/}}
{"type":"response.output_text.delta","sequence_number":3,$place,"delta":"one two"}
{"type":"response.output_text.done","sequence_number":4,$place,"text":"one two"}
{"type":"response.content_part.done","sequence_number":5,$place,"part":$part}
{"type":"response.output_item.done","sequence_number":6,"output_index":0,"item":$item}
{"type":"response.completed","sequence_number":7,"response":$(cat response.json)}
END
sed 's/.*"type":"\(response\.[a-z_.]*\)".*/event: \1\ndata: &\n/' events.jsonl > responses.sse

cat > Finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <NoWarn>$(NoWarn);OPENAI001</NoWarn>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Extensions.AI.OpenAI" Version="[10.11.0]" />
    <PackageReference Include="OpenAI" Version="[$(OpenAIVersion)]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using System.ClientModel;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Responses;

var requests = 0;
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
await using var server = builder.Build();
server.Urls.Add("http://127.0.0.1:0");
server.MapPost("/v1/responses", async (HttpRequest request) =>
{
    requests++;
    var isStream = (await new StreamReader(request.Body).ReadToEndAsync()).Contains("\"stream\":true");
    var (file, type) = isStream ? ("responses.sse", "text/event-stream") : ("response.json", "application/json");
    return Results.Text(File.ReadAllText(file), type);
});
await server.StartAsync();

using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
var openAI = new OpenAIClient(new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri(server.Urls.Single() + "/v1") });
using var client = openAI.GetResponsesClient().AsIChatClient("model");

var library = typeof(OpenAIClientExtensions).Assembly;
var version = FileVersionInfo.GetVersionInfo(library.Location).ProductVersion!.Split('+')[0];
var builtAgainst = library.GetReferencedAssemblies().Single(reference => reference.Name == "OpenAI").Version!;
var present = typeof(OpenAIClient).Assembly.GetName().Version!;
Console.WriteLine($"{library.GetName().Name} {version}, built against OpenAI {builtAgainst.ToString(3)}, with OpenAI {present.ToString(3)}");
var method = typeof(ResponsesClient).GetMethod("CreateResponseStreamingAsync", [typeof(CreateResponseOptions), typeof(CancellationToken)])!;
Console.WriteLine($"{method.Name} returns {Name(method.ReturnType)}");
await Show("buffered", () => client.GetResponseAsync("hi", null, limit.Token));
await Show("streamed", () => client.GetStreamingResponseAsync("hi", null, limit.Token).ToChatResponseAsync());

static string Name(Type type) =>
    type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;

async Task Show(string name, Func<Task<ChatResponse>> call)
{
    requests = 0;
    try
    {
        var response = await call();
        Console.WriteLine($"{name} | requests: {requests} | text '{response.Text}'");
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{name} | requests: {requests} | {exception.GetType().Name}");
    }
}
END

for version in 2.15.0 2.14.0; do
  timeout 300 dotnet build Finding.csproj -c Release -o "out/$version" -p:OpenAIVersion=$version -v q --disable-build-servers > build.log 2>&1 \
    || { cat build.log; exit 2; }
  timeout 120 dotnet "out/$version/Finding.dll" >> seen.txt || { cat seen.txt; exit 2; }
done
cat seen.txt
if ! diff expected.txt seen.txt; then
  echo "Changed: lines with < are stated, lines with > were seen"
  exit 1
fi
echo "As stated: Microsoft.Extensions.AI.OpenAI 10.11.0 cannot stream Responses with OpenAI 2.15.0, but can with 2.14.0"
