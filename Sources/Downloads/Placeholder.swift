import AsyncHTTPClient
import NIOCore
import NIOHTTP1
